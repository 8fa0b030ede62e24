# shellcheck shell=bash
#
# For the plugin managers of zsh: loads the snippet that came with the helper, so that the
# two always fit, wherever install.sh, pipx, uv tool or a package has put it. Without a
# helper it does nothing. It starts no process.

function __pep668hook_plugin {
    \builtin emulate -L zsh
    \builtin local place
    for place in "${XDG_DATA_HOME:-${HOME-}/.local/share}" /opt /usr/share; do
        __pep668hook_snippet=${place}/pep668hook/pep668hook.zsh
        [[ ! -r ${__pep668hook_snippet} ]] || \builtin return 0
    done
    # Where `pep668hook install` was not run, the command leads into its environment.
    \builtin setopt null_glob
    place=${commands[pep668hook]:-/}
    place=${place:A:h:h}
    for __pep668hook_snippet in "${place}"/lib/python3*/site-packages/pep668hook/_snippets/pep668hook.zsh; do
        \builtin break
    done
    [[ -r ${__pep668hook_snippet} ]] || { __pep668hook_snippet='' && \builtin return 0; }
    __pep668hook_init_python=${place}/bin/python
    __pep668hook_init_watch=${__pep668hook_snippet:h:h}/watch.py
}

\builtin typeset -g __pep668hook_snippet __pep668hook_init_python __pep668hook_init_watch
__pep668hook_plugin
if [[ -n ${__pep668hook_snippet} ]]; then
    # shellcheck source=/dev/null
    \builtin source "${__pep668hook_snippet}"
fi
\builtin unset __pep668hook_snippet
\builtin unset -f __pep668hook_plugin
