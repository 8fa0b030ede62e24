# For fisher and the like: loads the snippet that came with the helper, so that the two
# always fit, wherever install.sh, pipx, uv tool or a package has put it. Without a helper
# it does nothing. It starts no process.

status is-interactive; or return 0

set -l data $XDG_DATA_HOME
test -n "$data"; or set data $HOME/.local/share
for place in $data /opt /usr/share
    if test -r $place/pep668hook/pep668hook.fish
        source $place/pep668hook/pep668hook.fish
        return
    end
end

# Where `pep668hook install` was not run, the command leads into its environment.
set -l program (command --search pep668hook | string collect)
test -n "$program"; or return 0
set -l place (string replace -r '/[^/]*/[^/]*$' '' -- (builtin realpath -- $program | string collect) | string collect)
set -l snippet $place/lib/python3*/site-packages/pep668hook/_snippets/pep668hook.fish
test -n "$snippet[1]"; or return 0
set -g __pep668hook_init_python $place/bin/python
set -g __pep668hook_init_watch (string replace -r '_snippets/[^/]*$' watch.py -- $snippet[1] | string collect)
source $snippet[1]
