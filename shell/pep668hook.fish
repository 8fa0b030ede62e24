# pep668hook for fish 3.4 and later. It wraps `pip` and `pip3`, looks at lines that have
# failed, and does nothing until PEP 668 refuses a pip. Loading it starts no process, and
# neither does a prompt.
#
# It may be sourced from config.fish, or lie in conf.d as a link to this file. Builtins
# whose names a function may take are called by `builtin`.

status is-interactive; or return 0

# =============================================================================
#
# Where the helper is: beside this file, unless `pep668hook init fish` said it.
#

if set -q __pep668hook_init_python
    set -g __pep668hook_python $__pep668hook_init_python
    set -g __pep668hook_watch $__pep668hook_init_watch
    set -e __pep668hook_init_python __pep668hook_init_watch __pep668hook_init_snippets
else
    set -g __pep668hook_watch "$(builtin realpath -s -- (status dirname | string collect))/watch.py"
    if not test -r $__pep668hook_watch # a link, such as one in conf.d
        set __pep668hook_watch "$(builtin realpath -- (status filename | string collect))"
        set __pep668hook_watch (string replace -r '[^/]*$' watch.py -- $__pep668hook_watch | string collect)
    end
    set -g __pep668hook_python (string replace -r '[^/]*$' venv/bin/python -- $__pep668hook_watch | string collect)
end
set -g __pep668hook_count 0
set -g __pep668hook_answered
set -g __pep668hook_met
set -g __pep668hook_unwrapped

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

# Does a thing with a file by the one program that is known to be ours: a PATH may lead to
# others' `mkdir` and `rm` first, or to none.
function __pep668hook_do --argument-names what name --description 'Run a line of Python about a file'
    $__pep668hook_python -I -S -c "import os, sys; name = sys.argv[1]; $what" $name
end

function __pep668hook_has_steps --argument-names script --description 'Whether there are steps to do, and nobody else has put them there'
    test -f $script -a -O $script -a ! -L $script
end

function __pep668hook_place --no-scope-shadowing --description 'Set `record` to where a refusal is to be recorded'
    if test -n "$XDG_RUNTIME_DIR" -a -O "$XDG_RUNTIME_DIR" -a -w "$XDG_RUNTIME_DIR"
        set record $XDG_RUNTIME_DIR/pep668hook
    else if not test -d "$HOME"
        return 1
    else if test -n "$XDG_CACHE_HOME"
        set record $XDG_CACHE_HOME/pep668hook/run
    else
        set record $HOME/.cache/pep668hook/run
    end
    string match --quiet '/*' -- $record; or return
    test -d $record; or __pep668hook_do 'os.makedirs(name, 0o700)' $record 2>/dev/null
    test -d $record -a -O $record -a -w $record; or return
    set __pep668hook_count (builtin math $__pep668hook_count + 1)
    set record $record/$fish_pid-$__pep668hook_count
    # What an earlier process of this number has left is no answer to this one.
    not test -e $record.fish -o -e $record.answered; or return
    # The watch removes this as the first thing it does: that tells a pip that failed
    # from a helper that never began.
    builtin echo -n >$record
end

# By SIGHUP, SIGINT, SIGQUIT or SIGTERM, or by what stops a job, on Linux or on macOS.
function __pep668hook_was_stopped --argument-names code --description 'Whether the user ended or stopped the helper'
    builtin contains -- $code 129 130 131 143; or test $code -ge 145 -a $code -le 150
end

function __pep668hook_program --description 'Print the program that a name leads to, where it is one to watch'
    set -l program (command --search $argv[1] | string collect)
    string match -q '/*' -- $program
    and test -x "$__pep668hook_python" -a -r "$__pep668hook_watch"
    and not test -e "$(string replace -r '/[^/]*/[^/]*$' '' -- $program)/pyvenv.cfg"
    and builtin echo $program
end

# A command that a signal from the keyboard has ended breaks off the function that it is
# in, but not the line that the function is in, as it would without us.
function __pep668hook_start --no-scope-shadowing --description 'Run the watch; `broken_off` stays set where Ctrl-C ends it'
    $watched_pip $argv
    set code $status
    set -e broken_off
end

function __pep668hook_take --no-scope-shadowing --description 'Do the steps that the user has agreed to'
    builtin source $record.fish
    set code $status
    set -e broken_off
end

function __pep668hook_run --description 'Run the real pip, and ask where PEP 668 refused it'
    set -l program (__pep668hook_program $argv[1] | string collect)
    set -l record
    if not __pep668hook_concerns $argv[2..]; or test -z "$program"; or not __pep668hook_place
        command $argv
        return
    end

    # One no is enough for a command line: then the watch is given no shell to ask in.
    set -l shell fish
    test -z "$__pep668hook_answered"; or set shell ''

    # `jobs` shows the command as it is written above.
    set -l watched_pip $__pep668hook_python -I -S $__pep668hook_watch $record $shell 0 $program
    set -l jobs_before (builtin jobs --group); or true # what is stopped leaves the status
    set -f broken_off yes
    set -l code
    __pep668hook_start $argv
    or set code $status
    # What was seen and is not left to be asked about has failed by something else.
    test -n "$code" -a ! -s "$record"; and set __pep668hook_met yes

    if __pep668hook_has_steps $record.fish
        set __pep668hook_met yes
        set -f broken_off yes
        __pep668hook_take
        or set code $status
        __pep668hook_do 'os.unlink(name)' $record.fish 2>/dev/null
    else if test -e $record.answered
        set __pep668hook_met yes
        set __pep668hook_answered yes
    else if test -e $record -a ! -s $record; and not __pep668hook_was_stopped $code
        __pep668hook_do 'os.unlink(name)' $record 2>/dev/null
        not test -e $record; or command rm -f -- $record
        command $argv
        return
    else if set -l job (builtin jobs --last --group); and not builtin contains -- "$job" $jobs_before
        __pep668hook_tell_of_stop $argv
    end

    set -q broken_off; and test $code -eq 130; and /bin/sh -c 'kill -s INT "$1"' sh $fish_pid
    return $code
end

# fish says so itself where the job is no function's, and its `$status` is 0, too.
function __pep668hook_tell_of_stop --description 'Say that pip has been stopped, as fish does'
    set -l job (builtin jobs --last | string match -r '^\d+')
    functions -q fish_job_summary
    and fish_job_summary $job[1] 1 (string join ' ' -- (string escape -- $argv) | string collect) STOPPED
end

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

function __pep668hook_begin_line --on-event fish_preexec --argument-names line
    string match -q '*pip*' -- $line
    and not string match -qr '\b(?:functions?|funced|funcsave|type)\b' -- $line # what is about them
    or return
    for name in pip pip3
        if functions -q $name; and functions $name | string match -q '*__pep668hook_run*'
            if test "$PEP668HOOK" = off -o -n "$CI"
                or __pep668hook_is_better_without $line
                or begin # else the line itself may lead to another pip: `deactivate; pip ...`
                    not string match -q '*activate*' -- $line
                    and not __pep668hook_program $name >/dev/null
                end
                functions --erase $name
                set -a __pep668hook_unwrapped $name
            end
        end
    end
end

# fish gives `$status` and `$pipestatus` to what comes behind it. A line that it keeps out
# of the history is nobody's business.
function __pep668hook_end_line --on-event fish_postexec --argument-names line
    set -l codes $pipestatus
    set -l met $__pep668hook_met
    set __pep668hook_met
    set __pep668hook_answered
    for name in $__pep668hook_unwrapped
        functions -q $name; or __pep668hook_wrap $name
    end
    set __pep668hook_unwrapped
    string match -q '*pip*install*' -- $line
    and test -z "$met" -a -z "$fish_private_mode"
    and not string match -q ' *' -- $line
    and string match -qr '^[12]$' -- $codes
    and __pep668hook_look $line $codes
end

function __pep668hook_look --description 'Ask about a line that has failed as a refused pip does'
    set -l fish_trace
    set -l record
    test "$PEP668HOOK" != off -a -z "$CI" -a -t 0 -a -t 1 -a -t 2
    and test -x "$__pep668hook_python" -a -r "$__pep668hook_watch"
    and __pep668hook_place
    or return
    # Keys that are pressed before it can read them are no answer, and end nothing.
    /bin/sh -c 'trap "" INT QUIT TSTP; exec "$@"' sh $__pep668hook_python -I -m pep668hook after fish $record $argv
    if __pep668hook_has_steps $record.fish
        builtin source $record.fish
        __pep668hook_do 'os.unlink(name)' $record.fish 2>/dev/null
    end
end

function __pep668hook_here --description '`pep668hook`, with the steps done here'
    set -l record
    if not test -x "$__pep668hook_python"; or not __pep668hook_place
        command pep668hook $argv
        return
    end
    set __pep668hook_met yes
    set -l code
    $__pep668hook_python -I -m pep668hook $argv[1] --for fish --record $record $argv[2..]
    set code $status
    if __pep668hook_has_steps $record.fish
        builtin source $record.fish
        set code $status
        __pep668hook_do 'os.unlink(name)' $record.fish 2>/dev/null
    end
    return $code
end

function __pep668hook_doctor_script --description 'Where that is told from, if it is still there'
    set -l script (string replace -r '[^/]*$' doctor.sh -- $__pep668hook_watch | string collect)
    test -r "$script"; and builtin echo $script
end

function __pep668hook_doctor --description '`pep668hook doctor`, with what only this shell can tell'
    set -l told --for fish --told=mode=$PEP668HOOK
    for name in pip pip3
        # One of ours may be away for this line.
        set -l text (contains -- $name $__pep668hook_unwrapped; and builtin echo __pep668hook_run)
        functions -q $name; and set text (functions $name | string collect)
        set -a told --told=function.$name=$text
    end
    set -l doctor (__pep668hook_doctor_script)
    command sh $doctor $__pep668hook_python $told $argv
end

# =============================================================================
#
# The public part: `pip` and `pip3`, where that name leads to a program and is not a
# function of the user's. Each stands alone, for some tools copy functions and leave out
# those whose names begin with an underscore. A `fish_trace` of their own, which is
# empty, keeps what is inside them out of a trace.
#

function __pep668hook_wrap --argument-names name --description 'Define pip or pip3'
    switch $name
        case pip
            function pip --description 'pip, and a way out where PEP 668 refuses it'
                set -l fish_trace
                if functions -q __pep668hook_run
                    and test "$PEP668HOOK" != off -a -z "$CI" -a -t 0 -a -t 2
                    __pep668hook_run pip $argv
                else
                    command pip $argv
                end
            end
        case pip3
            function pip3 --description 'pip3, and a way out where PEP 668 refuses it'
                set -l fish_trace
                if functions -q __pep668hook_run
                    and test "$PEP668HOOK" != off -a -z "$CI" -a -t 0 -a -t 2
                    __pep668hook_run pip3 $argv
                else
                    command pip3 $argv
                end
            end
    end
end

for __pep668hook_name in pip pip3
    if command -q $__pep668hook_name; and not functions -q $__pep668hook_name
        __pep668hook_wrap $__pep668hook_name
    end
end
set -e __pep668hook_name

# What `fix` offers and `undo` takes back has to be done in this very shell.
if not functions -q pep668hook
    function pep668hook --description 'Find a way out where PEP 668 refuses a pip'
        set -l fish_trace
        if contains -- "$argv[1]" fix undo; and test -t 0 -a -t 1 -a -t 2; and functions -q __pep668hook_here
            __pep668hook_here $argv
        else if test "$argv[1]" = doctor; and functions -q __pep668hook_doctor; and test -n "$(__pep668hook_doctor_script)"
            __pep668hook_doctor $argv[2..]
        else if test -x "$__pep668hook_python"; and not command -q pep668hook
            # Where it was installed is not on PATH yet.
            $__pep668hook_python -I -m pep668hook $argv
        else if command -q pep668hook
            command pep668hook $argv
        else # uninstalled meanwhile: as fish says it, without our place behind it
            if functions -q fish_command_not_found
                fish_command_not_found pep668hook $argv
            else
                builtin echo 'fish: Unknown command: pep668hook' >&2
            end
            return 127
        end
    end
end

# To load it from config.fish: source <the path of this file>
