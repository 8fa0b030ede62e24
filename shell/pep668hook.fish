# pep668hook for fish 3.4 and later. It wraps `pip` and `pip3`, and does nothing until
# PEP 668 refuses one of them. Loading it starts no process, and neither does a prompt.

# =============================================================================
#
# Where the helper is: beside this file, unless `pep668hook init fish` said it.
#

if set -q __pep668hook_init_python
    set -g __pep668hook_python $__pep668hook_init_python
    set -g __pep668hook_watch $__pep668hook_init_watch
    set -e __pep668hook_init_python __pep668hook_init_watch __pep668hook_init_snippets
else
    set -g __pep668hook_watch (builtin realpath -s (status dirname))/watch.py
    set -g __pep668hook_python (string replace -r '/watch\.py$' /venv/bin/python $__pep668hook_watch)
end
set -g __pep668hook_count 0
set -g __pep668hook_answered

# =============================================================================
#
# The private part.
#

function __pep668hook_concerns --description 'Whether PEP 668 can refuse pip with these arguments'
    for word in $argv
        switch $word
            case install uninstall
                return 0
            case cache check config debug download freeze hash help index inspect list lock search show wheel
                return 1
        end
    end
    return 1
end

function __pep668hook_directory --description 'Print where refusals are recorded'
    if test -n "$XDG_RUNTIME_DIR" -a -O "$XDG_RUNTIME_DIR" -a -w "$XDG_RUNTIME_DIR"
        echo $XDG_RUNTIME_DIR/pep668hook
    else if test -n "$XDG_CACHE_HOME"
        echo $XDG_CACHE_HOME/pep668hook/run
    else if test -n "$HOME"
        echo $HOME/.cache/pep668hook/run
    else
        return 1
    end
end

# By SIGHUP, SIGINT, SIGQUIT or SIGTERM, or by what stops a job, on Linux or on macOS.
function __pep668hook_was_stopped --argument-names code --description 'Whether the user ended or stopped the helper'
    contains -- $code 129 130 131 143; or test $code -ge 145 -a $code -le 150
end

function __pep668hook_run --description 'Run the real pip, and ask where PEP 668 refused it'
    set -l program (command -s $argv[1])
    set -l directory (__pep668hook_directory)
    if not __pep668hook_concerns $argv[2..]
        or not test -x "$__pep668hook_python" -a -r "$__pep668hook_watch"
        or test -z "$program" -o -z "$directory"
        or test -e (string replace -r '/[^/]+/[^/]+$' '' -- $program)/pyvenv.cfg
        command $argv
        return
    end

    set -g __pep668hook_count (math $__pep668hook_count + 1)
    set -l record $directory/$fish_pid-$__pep668hook_count
    # The watch removes this as the first thing it does: that tells a pip that failed
    # from a helper that never began.
    test -d $directory; or command mkdir -p -m 700 -- $directory 2>/dev/null
    test -O $directory -a -w $directory; and echo -n >$record

    # One no is enough for a command line: then the watch is given no shell to ask in.
    set -l shell fish
    test -z "$__pep668hook_answered"; or set shell ''

    $__pep668hook_python -I -S $__pep668hook_watch $record $shell 0 $program $argv
    set -l code $status

    if test -e $record.fish
        source $record.fish
        set code $status
        command rm -f -- $record.fish
        return $code
    else if test -s $record
        set -g __pep668hook_answered yes
        return $code
    else if not test -e $record; or __pep668hook_was_stopped $code
        return $code
    else
        command rm -f -- $record
        command $argv
    end
end

function __pep668hook_preexec --on-event fish_preexec --description 'Ask again in another command line'
    set -g __pep668hook_answered
end

# A function cannot be put into the background: fish runs it in the foreground. So a
# command line that is nothing but `pip ... &` is given to pip itself, in the background.
function __pep668hook_in_background
    string match -qr '^\s*pip3?\s[^&;|()]*&\s*$' -- (status current-commandline | string collect)
end

# =============================================================================
#
# The public part: `pip` and `pip3`, where that name leads to a program and is not a
# function of the user's. Each stands alone, for some tools copy functions and leave out
# those whose names begin with an underscore.
#

if status is-interactive
    if command -q pip; and not functions -q pip
        function pip --description 'pip, and a way out where PEP 668 refuses it'
            if not functions -q __pep668hook_run
                or test "$PEP668HOOK" = off -o -n "$CI"
                or not test -t 0 -a -t 2
                command pip $argv
            else if __pep668hook_in_background
                command pip $argv &
            else
                __pep668hook_run pip $argv
            end
        end
    end

    if command -q pip3; and not functions -q pip3
        function pip3 --description 'pip3, and a way out where PEP 668 refuses it'
            if not functions -q __pep668hook_run
                or test "$PEP668HOOK" = off -o -n "$CI"
                or not test -t 0 -a -t 2
                command pip3 $argv
            else if __pep668hook_in_background
                command pip3 $argv &
            else
                __pep668hook_run pip3 $argv
            end
        end
    end
end

# To load it from config.fish: source <the path of this file>
