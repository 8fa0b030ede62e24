case $output in
*"error: externally-managed-environment"*) python3 -m venv .venv ;;
esac
# error: externally-managed-environment
grep -q 'error: externally-managed-environment' "$log" && exit 1
echo "error: externally-managed-environment" >&2
