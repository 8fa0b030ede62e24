# shellcheck shell=bash
#
# pep668hook for bash 3.2 and later. It wraps `pip` and `pip3`, and does nothing until
# PEP 668 refuses one of them. Loading it starts no process, and neither does a prompt.
#
# Every command is written with a backslash, so that no alias can get in between.

# =============================================================================
#
# Where the helper is: beside this file, unless `pep668hook init bash` said it.
#

__pep668hook_python=${__pep668hook_init_python-}
__pep668hook_watch=${__pep668hook_init_watch-}
\builtin unset __pep668hook_init_python __pep668hook_init_watch __pep668hook_init_snippets

if [[ -z ${__pep668hook_python} ]]; then
    case ${BASH_SOURCE[0]} in
        /*) __pep668hook_python=${BASH_SOURCE[0]%/*} ;;
        */*) __pep668hook_python=${PWD}/${BASH_SOURCE[0]%/*} ;;
        *) __pep668hook_python=${PWD} ;;
    esac
    __pep668hook_watch=${__pep668hook_python}/watch.py
    __pep668hook_python=${__pep668hook_python}/venv/bin/python
fi

__pep668hook_count=0
__pep668hook_answered=

# =============================================================================
#
# The private part.
#

# Whether `pip "$@"` is one of the two sub-commands that PEP 668 can refuse.
function __pep668hook_concerns {
    \builtin local word
    for word in "$@"; do
        case ${word} in
            install | uninstall) \builtin return 0 ;;
            cache | check | config | debug | download | freeze | hash | help | index) \builtin return 1 ;;
            inspect | list | lock | search | show | wheel) \builtin return 1 ;;
            *) ;;
        esac
    done
    \builtin return 1
}

# Sets `program` to the file that `command NAME` would run, without a process.
function __pep668hook_find {
    \builtin local directory IFS=:
    # A name that bash has run before is run from where it was found then.
    if ((BASH_VERSINFO[0] >= 4)) && [[ -n ${BASH_CMDS[$1]-} ]]; then
        program=${BASH_CMDS[$1]}
        [[ ${program} == /* && -x ${program} ]]
        \builtin return
    fi
    \builtin local noglob=
    [[ $- == *f* ]] || noglob=restore
    \builtin set -f
    for directory in ${PATH}; do
        case ${directory} in
            /*) ;;
            '~'/*) directory=${HOME-}${directory#'~'} ;; # as bash itself reads it
            *) directory=${PWD}${directory:+/}${directory} ;;
        esac
        program=${directory}/$1
        [[ -f ${program} && -x ${program} ]] && \builtin break
        program=
    done
    [[ -z ${noglob} ]] || \builtin set +f
    [[ ${program} == /* ]]
}

# Sets `record` to where a refusal of this very run is to be recorded.
function __pep668hook_place {
    \builtin local directory
    if [[ -n ${XDG_RUNTIME_DIR-} && -O ${XDG_RUNTIME_DIR} && -w ${XDG_RUNTIME_DIR} ]]; then
        directory=${XDG_RUNTIME_DIR}/pep668hook
    elif [[ -n ${HOME-} ]]; then
        directory=${XDG_CACHE_HOME:-${HOME}/.cache}/pep668hook/run
        [[ ${directory} == /* && -d ${HOME} ]] || \builtin return 1
    else
        \builtin return 1
    fi
    __pep668hook_count=$((__pep668hook_count + 1))
    record=${directory}/${BASHPID:-$$}-${__pep668hook_count}
    # The watch removes this as the first thing it does: that tells a pip that failed
    # from a helper that never began.
    {
        [[ -d ${directory} ]] || \command mkdir -p -m 700 -- "${directory}"
        [[ -O ${directory} ]] && \builtin : >|"${record}"
    } 2>/dev/null
}

# Sets `line` to what tells one command line from the next. The command number is exact;
# before bash 4.4 the history number serves, where a repeated line may not count.
function __pep668hook_line {
    if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
        line='\#'
        line=${line@P}
    else
        line=${HISTCMD-}
    fi
}

# Whether it was the user who ended or stopped the helper before it had begun: by
# SIGHUP, SIGINT, SIGQUIT or SIGTERM, or by what stops a job, on Linux or on macOS.
function __pep668hook_was_stopped {
    ((code == 129 || code == 130 || code == 131 || code == 143 || (code >= 145 && code <= 150)))
}

function __pep668hook_run {
    \builtin local program='' record='' code=0 shell='' line='' watched_pip=''
    if ! __pep668hook_concerns "${@:2}" ||
        [[ ! -x ${__pep668hook_python} || ! -r ${__pep668hook_watch} ]] ||
        ! __pep668hook_find "$1" ||
        [[ -e ${program%/*/*}/pyvenv.cfg ]] ||
        ! __pep668hook_place; then
        \command "$@"
        \builtin return
    fi

    # One no is enough for a command line: then the watch is given no shell to ask in.
    __pep668hook_line
    shell=bash
    [[ ${line} != "${__pep668hook_answered}" ]] || shell=

    # Its job is shown by these words, as bash shows any function's.
    watched_pip=("${__pep668hook_python}" -I -S "${__pep668hook_watch}" "${record}"
        "${shell}" "${BASH_SUBSHELL}" "${program}")
    "${watched_pip[@]}" "$@" || code=$?

    if [[ -e ${record}.bash ]]; then
        code=0
        # shellcheck source=/dev/null # what the user has just agreed to
        \builtin source "${record}.bash" || code=$?
        \command rm -f -- "${record}.bash"
    elif [[ -s ${record} ]]; then
        __pep668hook_answered=${line}
    elif [[ -e ${record} ]] && ! __pep668hook_was_stopped; then
        \command rm -f -- "${record}"
        code=0
        \command "$@" || code=$?
    fi
    \builtin return "${code}"
}

# =============================================================================
#
# The public part: `pip` and `pip3`, where that name leads to a program and is not an
# alias or a function of the user's. Each stands alone, for some tools copy functions
# and leave out those whose names begin with an underscore.
#

# shellcheck disable=SC2139 # there is nothing to expand: the aliases are only asked for
if \builtin type -P pip && ! \builtin alias pip && ! \builtin declare -F pip; then
    function pip {
        { \builtin local - && \builtin set +eETux; } 2>/dev/null
        if [[ $- == *i* && -t 0 && -t 2 && ${PEP668HOOK-} != off && -z ${CI-} ]] &&
            \builtin declare -F __pep668hook_run >/dev/null; then
            __pep668hook_run pip "$@" || \builtin return
        else
            \command pip "$@" || \builtin return
        fi
    }
fi &>/dev/null

if \builtin type -P pip3 && ! \builtin alias pip3 && ! \builtin declare -F pip3; then
    function pip3 {
        { \builtin local - && \builtin set +eETux; } 2>/dev/null
        if [[ $- == *i* && -t 0 && -t 2 && ${PEP668HOOK-} != off && -z ${CI-} ]] &&
            \builtin declare -F __pep668hook_run >/dev/null; then
            __pep668hook_run pip3 "$@" || \builtin return
        else
            \command pip3 "$@" || \builtin return
        fi
    }
fi &>/dev/null

# To load it from ~/.bashrc: . <the path of this file>
