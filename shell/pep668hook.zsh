# shellcheck shell=bash
#
# pep668hook for zsh 5.0 and later. It wraps `pip` and `pip3`, looks at lines that have
# failed, and does nothing until PEP 668 refuses a pip. Loading it starts no process, and
# neither does a prompt.
#
# Every command is written with a backslash, so that no alias can get in between, and
# every private function emulates plain zsh, so that no option of the user's can either.

# =============================================================================
#
# The private part.
#

# Whether `pip "$@"` is one of the two sub-commands that PEP 668 can refuse.
function __pep668hook_concerns {
    \builtin emulate -L zsh
    \builtin local word
    for word in "$@"; do
        # shellcheck disable=SC2249 # any other word may be an option's value: look on
        case ${word} in
            (install | uninstall) \builtin return 0 ;;
            (cache | check | config | debug | download | freeze | hash | help | index) \builtin return 1 ;;
            (inspect | list | lock | search | show | wheel) \builtin return 1 ;;
        esac
    done
    \builtin return 1
}

# Sets `__pep668hook_program` to the file that `command NAME` would run, without a process.
function __pep668hook_find {
    \builtin emulate -L zsh
    \builtin whence -p -- "$1" >/dev/null || \builtin return
    # shellcheck disable=SC2296,SC2154 # zsh: `=pip` is the path of pip
    __pep668hook_program=${~:-=$1}
    [[ ${__pep668hook_program} == /* && -x ${__pep668hook_program} ]]
}

# Does a thing with a file by the one program that is known to be ours: a PATH may lead to
# others' `mkdir` and `rm` first, or to none.
function __pep668hook_do {
    \builtin emulate -L zsh
    "${__pep668hook_python}" -I -S -c "import os, sys; name = sys.argv[1]; $1" "$2"
}

# Whether there are steps to do. What others have put there, or lead to, are none.
function __pep668hook_has_steps {
    \builtin emulate -L zsh
    [[ -f ${__pep668hook_record}.zsh && -O ${__pep668hook_record}.zsh && ! -L ${__pep668hook_record}.zsh ]]
}

# Sets `__pep668hook_record` to where a refusal of this very run is to be recorded.
function __pep668hook_place {
    \builtin emulate -L zsh
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
    # shellcheck disable=SC2154 # zsh sets it
    __pep668hook_record=${directory}/$$.${ZSH_SUBSHELL}-${__pep668hook_count}
    # What an earlier process of this number has left is no answer to this one.
    [[ ! -e ${__pep668hook_record}.zsh && ! -e ${__pep668hook_record}.answered ]] || \builtin return 1
    # The watch removes this as the first thing it does: that tells a pip that failed
    # from a helper that never began.
    {
        [[ -d ${directory} ]] || __pep668hook_do 'os.makedirs(name, 0o700)' "${directory}"
        [[ -O ${directory} ]] && \builtin : >|"${__pep668hook_record}"
    } 2>/dev/null
}

# Whether it was the user who ended or stopped the helper before it had begun: by
# SIGHUP, SIGINT, SIGQUIT or SIGTERM, or by what stops a job, on Linux or on macOS.
function __pep668hook_was_stopped {
    \builtin emulate -L zsh
    (($1 == 129 || $1 == 130 || $1 == 131 || $1 == 143 || ($1 >= 145 && $1 <= 150)))
}

# Does the steps that the user has just agreed to; its status is theirs.
function __pep668hook_take {
    \builtin emulate -L zsh
    \builtin setopt no_err_exit no_err_return no_xtrace
    \builtin local __pep668hook_code
    # shellcheck source=/dev/null,SC2154 # `__pep668hook_record` is the caller's
    \builtin source "${__pep668hook_record}.zsh"
    __pep668hook_code=$?
    __pep668hook_do 'os.unlink(name)' "${__pep668hook_record}.zsh" 2>/dev/null
    \builtin return "${__pep668hook_code}"
}

function __pep668hook_run {
    \builtin emulate -L zsh
    \builtin setopt no_err_exit no_err_return no_xtrace
    # Names that no variable of the user's has: pip would see none in its place.
    \builtin local __pep668hook_program='' __pep668hook_record='' __pep668hook_code=0
    \builtin local __pep668hook_shell='' __pep668hook_depth=${ZSH_SUBSHELL}
    if ! __pep668hook_concerns "${@:2}" ||
        [[ ! -x ${__pep668hook_python} || ! -r ${__pep668hook_watch} ]] ||
        ! __pep668hook_find "$1" ||
        [[ -e ${__pep668hook_program%/*/*}/pyvenv.cfg ]] ||
        ! __pep668hook_place; then
        \command "$@"
        \builtin return
    fi

    # One no is enough for a command line: then the watch is given no shell to ask in.
    __pep668hook_shell=zsh
    [[ -z ${__pep668hook_answered} ]] || __pep668hook_shell=

    # Without `||`: a job that ends by a signal breaks the function off, and what stands
    # behind it is run all the same, with a status of its own.
    "${__pep668hook_python}" -I -S "${__pep668hook_watch}" "${__pep668hook_record}" \
        "${__pep668hook_shell}" "${__pep668hook_depth}" "${__pep668hook_program}" "$@"
    __pep668hook_code=$?

    # After Ctrl-Z this is a copy of the shell, made to go on with the function once the
    # job has ended. Its `$?` is of the stop, and only `exit` gives `fg` a status. What
    # pip ended with is the third field of the record.
    if ((ZSH_SUBSHELL > __pep668hook_depth)); then
        # shellcheck disable=SC2296,SC2298 # zsh: split at NUL
        [[ -s ${__pep668hook_record} ]] && __pep668hook_code=${${(0)"$(<"${__pep668hook_record}")"}[3]}
        \builtin exit "${__pep668hook_code}"
    fi

    if __pep668hook_has_steps; then
        __pep668hook_met=yes
        __pep668hook_take
        __pep668hook_code=$?
    elif [[ -e ${__pep668hook_record}.answered ]]; then
        __pep668hook_met=yes
        __pep668hook_answered=yes
    elif [[ -e ${__pep668hook_record} && ! -s ${__pep668hook_record} ]] &&
        ! __pep668hook_was_stopped "${__pep668hook_code}"; then
        __pep668hook_do 'os.unlink(name)' "${__pep668hook_record}" 2>/dev/null
        [[ ! -e ${__pep668hook_record} ]] || (\builtin exec rm -f -- "${__pep668hook_record}")
        \command "$@"
        __pep668hook_code=$?
    fi
    # What was seen and is not left to be asked about has failed by something else.
    [[ -s ${__pep668hook_record} ]] || ((__pep668hook_code == 0)) || __pep668hook_met=yes
    \builtin return "${__pep668hook_code}"
}

# =============================================================================
#
# At the prompt: what no function can wrap.
#

# zsh tells the line, or nothing where it keeps that out of the history, and what it runs.
function __pep668hook_preexec {
    { \builtin setopt local_options no_xtrace no_all_export no_warn_nested_var; } 2>/dev/null
    __pep668hook_line=$1
    [[ $3 != *pip* ]] || __pep668hook_begin_line "$3"
}

# zsh times no functions, and tells of what ends inside one without its name. So a line in
# which nobody could be asked is run without ours, and pip is plain pip in it. Those of
# the user's that ask for a pip are in lines that name none.
function __pep668hook_begin_line {
    \builtin emulate -L zsh
    \builtin setopt no_err_exit no_err_return no_xtrace
    \builtin local name __pep668hook_program word='(|*[^[:alnum:]_./-])pip(|3)(|[^[:alnum:]_./-]*)'
    # What is about functions is about these, too.
    # shellcheck disable=SC2053,SC2296 # zsh: it is meant as a pattern
    [[ $1 == ${~word} && $1 != *function* ]] || \builtin return 0
    for name in pip pip3; do
        # shellcheck disable=SC2154 # zsh's own table
        [[ ${functions[${name}]-} == *__pep668hook_run* ]] || \builtin continue
        # The line itself may lead to another pip: `deactivate; pip install ...`.
        # A function that reads from a process is put into the background.
        if [[ $1 != *install* || $1 == *'< <('* || ${PEP668HOOK-} == off || -n ${CI-} ]] ||
            { [[ $1 != *activate* ]] && __pep668hook_find "${name}" &&
                [[ -e ${__pep668hook_program%/*/*}/pyvenv.cfg ]]; }; then
            \builtin disable -f "${name}"
            __pep668hook_unwrapped+=("${name}")
        fi
    done
    \builtin return 0
}


# Runs first at each prompt. zsh gives `$?` and `pipestatus` to what comes behind it.
function __pep668hook_precmd {
    # shellcheck disable=SC2154 # zsh: what each command of a pipeline ended with
    {
        __pep668hook_codes=($? "${pipestatus[@]}")
        \builtin setopt local_options no_xtrace no_all_export no_warn_nested_var
    } 2>/dev/null
    if [[ -n ${__pep668hook_unwrapped[*]} ]]; then
        # What the line itself has removed stays so.
        \builtin enable -f "${__pep668hook_unwrapped[@]}" 2>/dev/null || \builtin true
        __pep668hook_unwrapped=()
    fi
    if [[ ${__pep668hook_line} == *pip*install* && -z ${__pep668hook_met} ]]; then
        __pep668hook_look
    fi
    __pep668hook_answered='' __pep668hook_line='' __pep668hook_met=''
}

# Asks about the line, if it has failed as a refused pip does and somebody is there.
function __pep668hook_look {
    [[ ! -o hist_ignore_space || ${__pep668hook_line} != ' '* ]] || \builtin return 0
    \builtin emulate -L zsh
    \builtin setopt no_err_exit no_err_return no_xtrace
    \builtin local __pep668hook_record=''
    \builtin local -a codes
    # shellcheck disable=SC2124,SC2296 # zsh: all but the first, which is `$?`
    codes=("${(@)__pep668hook_codes[2,-1]}")
    # shellcheck disable=SC2296 # zsh: those that match
    [[ -n ${(M)codes:#[12]} ]] || \builtin return 0
    [[ -t 0 && -t 1 && -t 2 && ${PEP668HOOK-} != off && -z ${CI-} ]] || \builtin return 0
    [[ -x ${__pep668hook_python} && -r ${__pep668hook_watch} ]] || \builtin return 0
    __pep668hook_place || \builtin return 0
    # Keys that are pressed before it can read them are no answer, and end nothing.
    (
        \builtin trap '' INT QUIT TSTP
        \builtin exec "${__pep668hook_python}" -I -m pep668hook after zsh \
            "${__pep668hook_record}" "${__pep668hook_line}" "${codes[@]}"
    )
    __pep668hook_has_steps || \builtin return 0
    # zsh gives the line's own status back after this. What is scheduled for now comes
    # behind it and before the prompt, and its status stays.
    __pep668hook_steps=${__pep668hook_record}
    if \builtin zmodload zsh/sched; then
        \builtin sched +0 __pep668hook_take_later
    else
        __pep668hook_take_later
    fi
}

function __pep668hook_take_later {
    { \builtin setopt local_options no_xtrace; } 2>/dev/null
    \builtin local __pep668hook_record=${__pep668hook_steps}
    __pep668hook_take
}

# `pep668hook "$@"`, with the steps done here.
function __pep668hook_here {
    \builtin emulate -L zsh
    \builtin setopt no_err_exit no_err_return no_xtrace
    \builtin local __pep668hook_record='' __pep668hook_code=0
    if [[ ! -x ${__pep668hook_python} ]] || ! __pep668hook_place; then
        \command pep668hook "$@"
        \builtin return
    fi
    __pep668hook_met=yes
    "${__pep668hook_python}" -I -m pep668hook "$1" --for zsh --record "${__pep668hook_record}" "${@:2}"
    __pep668hook_code=$?
    if __pep668hook_has_steps; then
        __pep668hook_take
        __pep668hook_code=$?
    fi
    \builtin return "${__pep668hook_code}"
}

# `pep668hook doctor "$@"`, with what only this shell can tell of itself. It works where
# the helper does not.
function __pep668hook_doctor {
    \builtin emulate -L zsh
    \builtin setopt no_err_exit no_err_return no_xtrace
    \builtin local name
    \builtin local -a told
    told=(--for zsh "--told=mode=${PEP668HOOK-}" "--told=prompt=${precmd_functions[*]}")
    for name in pip pip3; do
        # shellcheck disable=SC2154 # zsh's own tables; a function may be off for this line
        told+=("--told=alias.${name}=${aliases[${name}]-${galiases[${name}]-}}"
            "--told=function.${name}=${functions[${name}]-${dis_functions[${name}]-}}")
    done
    \command sh "${__pep668hook_watch%/*}/doctor.sh" "${__pep668hook_python}" "${told[@]}" "$@"
}

# Where the helper is: beside this file, unless `pep668hook init zsh` said it.
function __pep668hook_load {
    \builtin emulate -L zsh
    \builtin typeset -g __pep668hook_count=0 __pep668hook_answered='' __pep668hook_met=''
    \builtin typeset -g __pep668hook_line='' __pep668hook_steps=''
    \builtin typeset -ga __pep668hook_unwrapped __pep668hook_codes precmd_functions preexec_functions
    \builtin typeset -g __pep668hook_python=${__pep668hook_init_python-}
    \builtin typeset -g __pep668hook_watch=${__pep668hook_init_watch-}
    \builtin unset __pep668hook_init_python __pep668hook_init_watch __pep668hook_init_snippets
    if [[ -z ${__pep668hook_python} ]]; then
        # shellcheck disable=SC2296,SC2298 # zsh: the folder of the file being sourced
        __pep668hook_python=${${(%):-%x}:a:h}
        __pep668hook_watch=${__pep668hook_python}/watch.py
        __pep668hook_python=${__pep668hook_python}/venv/bin/python
    fi
    # shellcheck disable=SC2154,SC2206 # zsh's own arrays; their words are not split
    precmd_functions=(__pep668hook_precmd ${precmd_functions:#__pep668hook_precmd})
    # shellcheck disable=SC2154,SC2206
    preexec_functions=(${preexec_functions:#__pep668hook_preexec} __pep668hook_preexec)
}
__pep668hook_load

# =============================================================================
#
# The public part: `pip` and `pip3`, where that name leads to a program and is not an
# alias or a function of the user's. Each stands alone, for some tools copy functions
# and leave out those whose names begin with an underscore.
#

# shellcheck disable=SC2154 # zsh's own tables
if ((!${+aliases[pip]} && !${+galiases[pip]} && !${+functions[pip]})) &&
    \builtin whence -p pip >/dev/null; then
    function pip {
        { \builtin setopt local_options no_xtrace; } 2>/dev/null
        if [[ -o interactive && -t 0 && -t 2 && ${PEP668HOOK-} != off && -z ${CI-} ]] &&
            ((${+functions[__pep668hook_run]})); then
            __pep668hook_run pip "$@" || \builtin return
        else
            \command pip "$@" || \builtin return
        fi
    }
fi

# shellcheck disable=SC2154 # zsh's own tables
if ((!${+aliases[pip3]} && !${+galiases[pip3]} && !${+functions[pip3]})) &&
    \builtin whence -p pip3 >/dev/null; then
    function pip3 {
        { \builtin setopt local_options no_xtrace; } 2>/dev/null
        if [[ -o interactive && -t 0 && -t 2 && ${PEP668HOOK-} != off && -z ${CI-} ]] &&
            ((${+functions[__pep668hook_run]})); then
            __pep668hook_run pip3 "$@" || \builtin return
        else
            \command pip3 "$@" || \builtin return
        fi
    }
fi

# What `fix` offers and `undo` takes back has to be done in this very shell.
# shellcheck disable=SC2154 # zsh's own tables
if ((!${+aliases[pep668hook]} && !${+galiases[pep668hook]} && !${+functions[pep668hook]})); then
    function pep668hook {
        { \builtin setopt local_options no_xtrace; } 2>/dev/null
        if [[ ${1-} == fix || ${1-} == undo ]] && [[ -t 0 && -t 1 && -t 2 ]] &&
            ((${+functions[__pep668hook_here]})); then
            __pep668hook_here "$@" || \builtin return
        elif [[ ${1-} == doctor && -r ${__pep668hook_watch%/*}/doctor.sh ]] &&
            ((${+functions[__pep668hook_doctor]})); then
            __pep668hook_doctor "${@:2}" || \builtin return
        elif [[ -x ${__pep668hook_python-} ]] && ! \builtin whence -p pep668hook >/dev/null; then
            # Where it was installed is not on PATH yet.
            "${__pep668hook_python}" -I -m pep668hook "$@" || \builtin return
        elif \builtin whence -p pep668hook >/dev/null; then
            \command pep668hook "$@" || \builtin return
        elif ((${+functions[command_not_found_handler]})); then # uninstalled meanwhile
            command_not_found_handler pep668hook "$@" || \builtin return
        else
            \builtin print -ru2 -- "zsh: command not found: pep668hook"
            \builtin return 127
        fi
    }
fi

# To load it from ~/.zshrc: source <the path of this file>
