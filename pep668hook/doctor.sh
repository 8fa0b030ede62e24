#!/bin/sh
#
# `pep668hook doctor`, started so that it works where the helper does not:
#
#     sh doctor.sh HELPER [ARGUMENT ...]
#
# HELPER is the helper's Python. Where it cannot run, any other one tells why; where there
# is none, one line does.

helper=$1
shift
case $0 in
    */*) place=${0%/*} ;;
    *) place=. ;;
esac

if [ ! -r "${place}/first_aid.py" ]; then # half of an older version
    exec "${helper}" -I -m pep668hook doctor "$@"
fi

# A relative entry of PATH would run what lies in the directory.
for python in "${helper}" "$(command -v python3)" /usr/bin/python3 /usr/local/bin/python3 \
    /opt/homebrew/bin/python3 "$(command -v python)"; do
    case ${python} in
        /*) ;;
        *) continue ;;
    esac
    if "${python}" -I -S -c 'import sys; sys.exit(sys.version_info < (3, 7))' >/dev/null 2>&1; then
        exec "${python}" -I -S "${place}/first_aid.py" "${helper}" "$@"
    fi
done

install='install python3'
for manager in 'apt install' 'dnf install' 'zypper install' 'pacman -S' 'apk add'; do
    if command -v "${manager%% *}" >/dev/null 2>&1; then
        install="sudo ${manager} python3"
        break
    fi
done
removed_by=
[ ! -r "${place}/removed-by" ] || read -r removed_by <"${place}/removed-by"
case ${removed_by} in
    'sudo apt'*) install='sudo apt install --reinstall python3 python3-minimal' ;;
    ?*) install="${install}, then sudo sh install.sh --system once more" ;;
    *) install="${install}, then sh install.sh once more" ;;
esac
printf '%s\n' \
    "pep668hook: no Python can be run, not ${helper} either, so pip runs as without the hook" \
    "to cure it: ${install}" >&2
exit 1
