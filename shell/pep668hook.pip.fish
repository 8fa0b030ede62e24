# The part of pep668hook.fish that is loaded by the first line that names a pip: runs the
# real pip below the watch, and does what the user has agreed to.

# =============================================================================
#
# Where the helper is: beside this file, unless `pep668hook init fish` said it.
#

if test -n "$__pep668hook_helper"
    set -g __pep668hook_python $__pep668hook_helper[1]
    set -g __pep668hook_watch $__pep668hook_helper[2]
else
    set -g __pep668hook_watch "$(string replace -r '[^/]*$' watch.py -- (status filename | string collect))"
    set -g __pep668hook_python "$(string replace -r '[^/]*$' venv/bin/python -- $__pep668hook_watch)"
end
set -g __pep668hook_count 0
set -g __pep668hook_answered
set -g __pep668hook_met
set -g __pep668hook_unwrapped

# =============================================================================
#
# A pip.
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

# Does a thing with a file by the one program that is known to be ours: a PATH may lead to
# others' `mkdir` and `rm` first, or to none.
function __pep668hook_do --argument-names what name --description 'Run a line of Python about a file'
    $__pep668hook_python -I -S -c "import os, sys; name = sys.argv[1]; $what" $name
end

function __pep668hook_place --no-scope-shadowing --description 'Set `__pep668hook_record` to where a refusal is to be recorded'
    if test -n "$XDG_RUNTIME_DIR" -a -O "$XDG_RUNTIME_DIR" -a -w "$XDG_RUNTIME_DIR"
        set __pep668hook_record $XDG_RUNTIME_DIR/pep668hook
    else if not test -d "$HOME"
        return 1
    else if test -n "$XDG_CACHE_HOME"
        set __pep668hook_record $XDG_CACHE_HOME/pep668hook/run
    else
        set __pep668hook_record $HOME/.cache/pep668hook/run
    end
    string match --quiet '/*' -- $__pep668hook_record; or return
    test -d $__pep668hook_record; or __pep668hook_do 'os.makedirs(name, 0o700)' $__pep668hook_record 2>/dev/null
    test -d $__pep668hook_record -a -O $__pep668hook_record -a -w $__pep668hook_record; or return
    set __pep668hook_count (builtin math $__pep668hook_count + 1)
    set __pep668hook_record $__pep668hook_record/$fish_pid-$__pep668hook_count
    # What an earlier process of this number has left is no answer to this one.
    not test -e $__pep668hook_record.fish -o -e $__pep668hook_record.answered; or return
    # The watch removes this as the first thing it does: that tells a pip that failed
    # from a helper that never began.
    builtin echo -n >$__pep668hook_record
end

# By SIGHUP, SIGINT, SIGQUIT or SIGTERM, or by what stops a job, on Linux or on macOS.
function __pep668hook_was_stopped --argument-names code --description 'Whether the user ended or stopped the helper'
    builtin contains -- $code 129 130 131 143; or test $code -ge 145 -a $code -le 150
end

function __pep668hook_program --description 'Print the program that a name leads to, where it is one to watch'
    set -l __pep668hook_program (command --search $argv[1] | string collect)
    string match -q '/*' -- $__pep668hook_program
    and test -x "$__pep668hook_python" -a -r "$__pep668hook_watch"
    and not test -e "$(string replace -r '/[^/]*/[^/]*$' '' -- $__pep668hook_program)/pyvenv.cfg"
    and builtin echo $__pep668hook_program
end

# A command that a signal from the keyboard has ended breaks off the function that it is
# in, but not the line that the function is in, as it would without us.
function __pep668hook_start --no-scope-shadowing --description 'Run the watch; `__pep668hook_broken_off` stays `yes` where Ctrl-C ends it'
    $watched_pip $argv
    set __pep668hook_code $status
    set __pep668hook_broken_off
end

function __pep668hook_take --no-scope-shadowing --description 'Do the steps of `__pep668hook_record`'
    builtin source $__pep668hook_record.fish
    set __pep668hook_code $status
    set __pep668hook_broken_off
end

function __pep668hook_do_steps --no-scope-shadowing --description 'Do what the user has agreed to, if there is anything; set `__pep668hook_code`'
    # Nobody else has put them there.
    test -f $__pep668hook_record.fish -a -O $__pep668hook_record.fish -a ! -L $__pep668hook_record.fish; or return
    set __pep668hook_broken_off yes
    __pep668hook_take
    or set __pep668hook_code $status
    __pep668hook_do 'os.unlink(name)' $__pep668hook_record.fish 2>/dev/null
    return 0
end

function __pep668hook_run --description 'Run the real pip, and ask where PEP 668 refused it'
    # Names that no variable of the user's has: pip would see none in its place.
    set -l __pep668hook_program (__pep668hook_program $argv[1] | string collect)
    set -l __pep668hook_record
    if not __pep668hook_concerns $argv[2..]; or test -z "$__pep668hook_program"; or not __pep668hook_place
        command $argv
        return
    end

    # One no is enough for a command line: then the watch is given no shell to ask in.
    set -l __pep668hook_shell fish
    test -z "$__pep668hook_answered"; or set __pep668hook_shell ''

    # `jobs` shows the command as it is written above.
    set -l watched_pip $__pep668hook_python -I -S $__pep668hook_watch $__pep668hook_record $__pep668hook_shell 0 $__pep668hook_program
    set -l __pep668hook_jobs_before (builtin jobs --group); or true # what is stopped leaves the status
    set -l __pep668hook_broken_off yes
    set -l __pep668hook_code
    __pep668hook_start $argv
    or set __pep668hook_code $status
    # What was seen and is not left to be asked about has failed by something else.
    test -n "$__pep668hook_code" -a ! -s "$__pep668hook_record"; and set __pep668hook_met yes

    if __pep668hook_do_steps
        set __pep668hook_met yes
    else if test -e $__pep668hook_record.answered
        set __pep668hook_met yes
        set __pep668hook_answered yes
    else if test -e $__pep668hook_record -a ! -s $__pep668hook_record; and not __pep668hook_was_stopped $__pep668hook_code
        __pep668hook_do 'os.unlink(name)' $__pep668hook_record 2>/dev/null
        not test -e $__pep668hook_record; or command rm -f -- $__pep668hook_record
        command $argv
        return
    else if set -l job (builtin jobs --last --group); and not builtin contains -- "$job" $__pep668hook_jobs_before
        __pep668hook_tell_of_stop $argv
    end

    test "$__pep668hook_broken_off" = yes -a "$__pep668hook_code" = 130; and /bin/sh -c 'kill -s INT "$1"' sh $fish_pid
    return $__pep668hook_code
end

# fish says so itself where the job is no function's, and its `$status` is 0, too.
function __pep668hook_tell_of_stop --description 'Say that pip has been stopped, as fish does'
    set -l job (builtin jobs --last | string match -r '^\d+')
    builtin functions -q fish_job_summary
    and fish_job_summary $job[1] 1 (string join ' ' -- (string escape -- $argv) | string collect) STOPPED
end

# =============================================================================
#
# A line.
#

# What a function costs in fish: it stays in the foreground where it is put into the
# background, a pipeline that it is part of cannot be stopped, and `jobs` shows what is
# inside it. So a command line in which nothing could be asked is run without the
# functions, and pip is plain pip in it. In doubt, too.
function __pep668hook_is_better_without --argument-names line --description 'Whether nothing could be asked in a command line'
    # Quoted words, escapes and comments, then redirections: what is left is structure.
    set line (string replace -ar '(?s)\\\\.|\'(?:[^\'\\\\]|\\\\.)*\'|"(?:[^"\\\\]|\\\\.)*"|(?<![^\s;&|])#[^\n]*' _ -- $line | string collect)
    set line (string replace -ar '[<>]&' '>' -- $line | string collect)
    not string match -q '*install*' -- $line
    or string match -qr '(?<!&)&(?=[\s;|)]|$)' -- $line
    or string match -qr '(?<![^\s;&|(])pip3?\s[^;&|\n]*install\b[^;&|\n]*(?<!\|)\|(?!\|)' -- $line
end

function __pep668hook_unwrap --argument-names line --description 'Take the functions away for a line'
    for name in pip pip3
        if builtin functions -q $name; and builtin functions $name | string match -q '*__pep668hook_run*'
            if test "$PEP668HOOK" = off -o -n "$CI"
                or __pep668hook_is_better_without $line
                or begin # else the line itself may lead to another pip: `deactivate; pip ...`
                    not string match -q '*activate*' -- $line
                    and not __pep668hook_program $name >/dev/null
                end
                builtin functions --erase $name
                set -a __pep668hook_unwrapped $name
            end
        end
    end
end

# A line that fish keeps out of the history is nobody's business.
function __pep668hook_look_back --argument-names line --description 'See to what a line has left behind, by its statuses'
    set -l met $__pep668hook_met
    set __pep668hook_met
    set __pep668hook_answered
    for name in $__pep668hook_unwrapped
        builtin functions -q $name; or __pep668hook_wrap $name
    end
    set __pep668hook_unwrapped
    string match -q '*pip*install*' -- $line
    and test -z "$met" -a -z "$fish_private_mode"
    and not string match -q ' *' -- $line
    and string match -qr '^[12]$' -- $argv[2..]
    and __pep668hook_look $argv
end

function __pep668hook_look --description 'Ask about a line that has failed as a refused pip does'
    set -l fish_trace
    set -l __pep668hook_record
    test "$PEP668HOOK" != off -a -z "$CI" -a -t 0 -a -t 1 -a -t 2
    and test -x "$__pep668hook_python" -a -r "$__pep668hook_watch"
    and __pep668hook_place
    or return
    # Keys that are pressed before it can read them are no answer, and end nothing.
    /bin/sh -c 'trap "" INT QUIT TSTP; exec "$@"' sh $__pep668hook_python -I -m pep668hook after fish $__pep668hook_record $argv
    set -l __pep668hook_code
    __pep668hook_do_steps
end
