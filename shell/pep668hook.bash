# shellcheck shell=bash
#
# pep668hook for bash 3.2 and later. It wraps `pip` and `pip3`, looks at lines that have
# failed, and does nothing until PEP 668 refuses a pip. Loading it starts no process, and
# neither does a prompt, but for one fork behind a line that ended with 1 or 2.
#
# Every command is written with a backslash, so that no alias can get in between.

# =============================================================================
#
# Where the helper is: beside this file, unless `pep668hook init bash` said it.
#

# Whoever exports all that they set (`set -a`) did not mean this.
case $- in
    *a*) \builtin set +a && __pep668hook_exports=yes ;;
    *) __pep668hook_exports= ;;
esac

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
__pep668hook_met=
__pep668hook_history=

# =============================================================================
#
# The private part.
#

# Whether the names that are used here are free: `local` has none that is read-only.
function __pep668hook_can {
    \builtin local IFS directory each failed name noglob told watched_pip word
} 2>/dev/null

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

# Sets `__pep668hook_program` to the file that `command NAME` would run, without a process.
function __pep668hook_find {
    \builtin local directory IFS=:
    # A name that bash has run before is run from where it was found then.
    if ((BASH_VERSINFO[0] >= 4)) && [[ -n ${BASH_CMDS[$1]-} ]]; then
        __pep668hook_program=${BASH_CMDS[$1]}
        [[ ${__pep668hook_program} == /* && -x ${__pep668hook_program} ]]
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
        __pep668hook_program=${directory}/$1
        [[ -f ${__pep668hook_program} && -x ${__pep668hook_program} ]] && \builtin break
        __pep668hook_program=
    done
    [[ -z ${noglob} ]] || \builtin set +f
    [[ ${__pep668hook_program} == /* ]] || \builtin return
    # bash would remember now where it has found it, and would miss nothing that is put
    # in front of it on PATH later. What it finds by `.` it finds anew.
    [[ ${__pep668hook_program} == "${PWD}"/* ]] ||
        \builtin hash -p "${__pep668hook_program}" "$1" 2>/dev/null || \builtin true
}

# Does a thing with a file by the one program that is known to be ours: a PATH may lead to
# others' `mkdir` and `rm` first, or to none.
function __pep668hook_do {
    "${__pep668hook_python}" -I -S -c "import os, sys; name = sys.argv[1]; $1" "$2"
}

# Whether there are steps to do. What others have put there, or lead to, are none.
function __pep668hook_has_steps {
    [[ -f ${__pep668hook_record}.bash && -O ${__pep668hook_record}.bash && ! -L ${__pep668hook_record}.bash ]]
}

# Sets `__pep668hook_record` to where a refusal of this very run is to be recorded.
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
    __pep668hook_record=${directory}/$$.${BASHPID:-0}-${__pep668hook_count}
    # What an earlier process of this number has left is no answer to this one.
    [[ ! -e ${__pep668hook_record}.bash && ! -e ${__pep668hook_record}.answered ]] || \builtin return 1
    # The watch removes this as the first thing it does: that tells a pip that failed
    # from a helper that never began.
    {
        [[ -d ${directory} ]] || __pep668hook_do 'os.makedirs(name, 0o700)' "${directory}"
        [[ -O ${directory} ]] && \builtin : >|"${__pep668hook_record}"
    } 2>/dev/null
}

# Sets `__pep668hook_line` to what tells one command line from the next. The command number
# is exact; before bash 4.4 the history number serves, where a repeated line may not count.
function __pep668hook_line {
    if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
        __pep668hook_line='\#'
        __pep668hook_line=${__pep668hook_line@P}
    else
        __pep668hook_line=${HISTCMD-}
    fi
}

# Whether it was the user who ended or stopped the helper before it had begun: by
# SIGHUP, SIGINT, SIGQUIT or SIGTERM, or by what stops a job, on Linux or on macOS.
function __pep668hook_was_stopped {
    (($1 == 129 || $1 == 130 || $1 == 131 || $1 == 143 || ($1 >= 145 && $1 <= 150)))
}

# Does the steps that the user has just agreed to; its status is theirs.
function __pep668hook_take {
    \builtin local __pep668hook_code=0
    # shellcheck source=/dev/null
    \builtin source "${__pep668hook_record}.bash" || __pep668hook_code=$?
    __pep668hook_do 'os.unlink(name)' "${__pep668hook_record}.bash" 2>/dev/null
    \builtin return "${__pep668hook_code}"
}

function __pep668hook_run {
    if ! __pep668hook_can; then
        \command "$@"
        \builtin return
    fi
    # Names that no variable of the user's has: pip would be given ours in its place.
    \builtin local __pep668hook_program='' __pep668hook_record='' __pep668hook_code=0
    \builtin local __pep668hook_shell='' __pep668hook_line='' watched_pip=''
    if ! __pep668hook_concerns "${@:2}" ||
        [[ ! -x ${__pep668hook_python} || ! -r ${__pep668hook_watch} ]] ||
        ! __pep668hook_find "$1" ||
        [[ -e ${__pep668hook_program%/*/*}/pyvenv.cfg ]] ||
        ! __pep668hook_place; then
        \command "$@"
        \builtin return
    fi

    # One no is enough for a command line: then the watch is given no shell to ask in.
    __pep668hook_line
    __pep668hook_shell=bash
    [[ ${__pep668hook_line} != "${__pep668hook_answered}" ]] || __pep668hook_shell=

    # Its job is shown by these words, as bash shows any function's.
    watched_pip=("${__pep668hook_python}" -I -S "${__pep668hook_watch}" "${__pep668hook_record}"
        "${__pep668hook_shell}" "${BASH_SUBSHELL}" "${__pep668hook_program}")
    "${watched_pip[@]}" "$@" || __pep668hook_code=$?

    if __pep668hook_has_steps; then
        __pep668hook_met=yes
        __pep668hook_code=0
        __pep668hook_take || __pep668hook_code=$?
    elif [[ -e ${__pep668hook_record}.answered ]]; then
        __pep668hook_met=yes
        __pep668hook_answered=${__pep668hook_line}
    elif [[ -e ${__pep668hook_record} && ! -s ${__pep668hook_record} ]] &&
        ! __pep668hook_was_stopped "${__pep668hook_code}"; then
        __pep668hook_do 'os.unlink(name)' "${__pep668hook_record}" 2>/dev/null
        [[ ! -e ${__pep668hook_record} ]] || (\builtin exec rm -f -- "${__pep668hook_record}")
        __pep668hook_code=0
        \command "$@" || __pep668hook_code=$?
    fi
    # What was seen and is not left to be asked about has failed by something else.
    [[ -s ${__pep668hook_record} ]] || ((__pep668hook_code == 0)) || __pep668hook_met=yes
    \builtin return "${__pep668hook_code}"
}

# =============================================================================
#
# At the prompt: what no function can wrap.
#

# Runs at each prompt, and leaves `$?` to what comes behind it. The first thing it does
# takes both down, as any command sets both anew. Its stderr is no one's: a trace of the
# user's own (`set -x`) is free of it. That of the shell is 3.
function __pep668hook_prompt {
    __pep668hook_codes=("$?" "${PIPESTATUS[@]}")
    \builtin local - && \builtin set +a
    if [[ ${__pep668hook_codes[*]} == *[12]* && -z ${__pep668hook_met} ]] && __pep668hook_can &&
        [[ -n ${__pep668hook_history} && ${HISTCMD-} != "${__pep668hook_history}" ]]; then
        if __pep668hook_look "${__pep668hook_codes[0]}"; then
            __pep668hook_codes[0]=0
        else
            __pep668hook_codes[0]=$?
        fi
    fi
    __pep668hook_met=
    __pep668hook_history=${HISTCMD-}
    # With the list of commands bash gives each the status of the line.
    ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)) || \builtin return "${__pep668hook_codes[0]}"
}

# Asks about the line, if it has failed as a refused pip does, names one, and somebody is
# there. A line that is not in the history is nobody's business: its number stays.
function __pep668hook_look {
    \builtin local - &>/dev/null && \builtin set +aeETux
    \builtin local __pep668hook_code=$1 __pep668hook_line='' __pep668hook_record='' each failed=''
    for each in "${__pep668hook_codes[@]:1}"; do
        [[ ${each} != [12] ]] || failed=yes
    done
    if [[ -z ${failed} || ${PEP668HOOK-} == off || -n ${CI-} || ! -t 0 || ! -t 1 || ! -t 3 ]]; then
        \builtin return "${__pep668hook_code}"
    fi
    # A fork: no variable has the line, and a builtin's output is had in no other way.
    __pep668hook_line=$(HISTTIMEFORMAT='' \builtin history 1)
    __pep668hook_line=${__pep668hook_line#*[0-9][* ] }
    if [[ ${__pep668hook_line} == *pip*install* ]] &&
        [[ -x ${__pep668hook_python} && -r ${__pep668hook_watch} ]] &&
        __pep668hook_place; then
        # Keys that are pressed before it can read them are no answer, and end nothing.
        (
            \builtin trap '' INT QUIT TSTP
            \builtin exec "${__pep668hook_python}" -I -m pep668hook after bash \
                "${__pep668hook_record}" "${__pep668hook_line}" "${__pep668hook_codes[@]:1}"
        ) 2>&3
        if __pep668hook_has_steps; then
            __pep668hook_code=0
            __pep668hook_take 2>&3 || __pep668hook_code=$?
        fi
    fi
    \builtin return "${__pep668hook_code}"
}

# `pep668hook "$@"`, with the steps done here.
function __pep668hook_here {
    \builtin local __pep668hook_record='' __pep668hook_code=0
    if [[ ! -x ${__pep668hook_python} ]] || ! __pep668hook_place; then
        \command pep668hook "$@"
        \builtin return
    fi
    __pep668hook_met=yes
    "${__pep668hook_python}" -I -m pep668hook "$1" --for bash \
        --record "${__pep668hook_record}" "${@:2}" || __pep668hook_code=$?
    if __pep668hook_has_steps; then
        __pep668hook_code=0
        __pep668hook_take || __pep668hook_code=$?
    fi
    \builtin return "${__pep668hook_code}"
}

# `pep668hook doctor "$@"`, with what only this shell can tell of itself. It works where
# the helper does not.
function __pep668hook_doctor {
    \builtin local name told
    told=(--for bash "--told=mode=${PEP668HOOK-}" "--told=prompt=${PROMPT_COMMAND[*]-}")
    for name in pip pip3; do
        told+=("--told=alias.${name}=$(\builtin alias "${name}" 2>/dev/null)")
        told+=("--told=function.${name}=$(\builtin declare -f "${name}")")
    done
    if [[ -r ${__pep668hook_watch%/*}/doctor.sh ]]; then
        \command sh "${__pep668hook_watch%/*}/doctor.sh" "${__pep668hook_python}" "${told[@]}" "$@"
    else
        \command pep668hook doctor "$@"
    fi
}

# Whether that may be changed, which an administrator may have made read-only.
function __pep668hook_may_add {
    \builtin local PROMPT_COMMAND
} 2>/dev/null

function __pep668hook_add {
    __pep668hook_may_add || \builtin return 0
    [[ ${PROMPT_COMMAND[*]-} != *__pep668hook_prompt* ]] || \builtin return 0
    \builtin local __pep668hook_ours='{ __pep668hook_prompt; } 3>&2 2>/dev/null'
    # Each of a list is given the line's `$?` and `PIPESTATUS` by bash, wherever it stands.
    # The first place is left to those who put their text in front of what is there.
    if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
        PROMPT_COMMAND[0]=${PROMPT_COMMAND[0]-}
        PROMPT_COMMAND+=("${__pep668hook_ours}")
    else
        # shellcheck disable=SC2128,SC2178 # the text, or the first of a list
        PROMPT_COMMAND=${__pep668hook_ours}${PROMPT_COMMAND:+$'\n'${PROMPT_COMMAND}}
    fi
}

case $- in
    *i*) __pep668hook_add ;;
    *) ;;
esac

# =============================================================================
#
# The public part: `pip` and `pip3`, where that name leads to a program and is not an
# alias or a function of the user's. Each stands alone, for some tools copy functions
# and leave out those whose names begin with an underscore.
#

# shellcheck disable=SC2139 # there is nothing to expand: the aliases are only asked for
if \builtin type -P pip && ! \builtin alias pip && ! \builtin declare -F pip; then
    function pip {
        { \builtin local - && \builtin set +aeETux; } 2>/dev/null
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
        { \builtin local - && \builtin set +aeETux; } 2>/dev/null
        if [[ $- == *i* && -t 0 && -t 2 && ${PEP668HOOK-} != off && -z ${CI-} ]] &&
            \builtin declare -F __pep668hook_run >/dev/null; then
            __pep668hook_run pip3 "$@" || \builtin return
        else
            \command pip3 "$@" || \builtin return
        fi
    }
fi &>/dev/null

# What `fix` offers and `undo` takes back has to be done in this very shell.
if ! \builtin alias pep668hook && ! \builtin declare -F pep668hook; then
    function pep668hook {
        { \builtin local - && \builtin set +aeETux; } 2>/dev/null
        if [[ ${1-} == fix || ${1-} == undo ]] && [[ -t 0 && -t 1 && -t 2 ]] &&
            \builtin declare -F __pep668hook_here >/dev/null && __pep668hook_can; then
            __pep668hook_here "$@" || \builtin return
        elif [[ ${1-} == doctor ]] && \builtin declare -F __pep668hook_doctor >/dev/null &&
            __pep668hook_can; then
            __pep668hook_doctor "${@:2}" || \builtin return
        elif [[ -x ${__pep668hook_python-} ]] && ! \builtin type -P pep668hook >/dev/null; then
            # Where it was installed is not on PATH yet.
            "${__pep668hook_python}" -I -m pep668hook "$@" || \builtin return
        else
            \command pep668hook "$@" || \builtin return
        fi
    }
fi &>/dev/null

if [[ -n ${__pep668hook_exports} ]]; then
    \builtin set -a
fi
\builtin unset __pep668hook_exports

# To load it from ~/.bashrc: . <the path of this file>
