# pep668hook for fish 3.4 and later. It wraps `pip` and `pip3`, looks at lines that have
# failed, and does nothing until PEP 668 refuses a pip. Loading it starts no process, and
# neither does a prompt.
#
# It may be sourced from config.fish, or lie in conf.d as a link to this file. What no start
# has to wait for is in pep668hook.pip.fish and pep668hook.command.fish beside it. Builtins
# whose names a function may take are called by `builtin`.

status is-interactive; or return 0

set -g __pep668hook_loaded

# The text that `pep668hook init fish` prints lies nowhere, and names the places.
set -g __pep668hook_helper $__pep668hook_init_python $__pep668hook_init_watch
if set -q __pep668hook_init_snippets
    set -g __pep668hook_snippet $__pep668hook_init_snippets/pep668hook.fish
else
    set -g __pep668hook_snippet (status filename) # its lines, for a name may have several
    string match -q '/*' -- $__pep668hook_snippet[1]
    or set __pep668hook_snippet (builtin realpath -s -- "$(status filename)")
end
set -e __pep668hook_init_python __pep668hook_init_watch __pep668hook_init_snippets

# After an uninstallation it fails, and each name is that of the program again.
function __pep668hook_load --argument-names part --description 'Source another file of the hook, once'
    builtin contains -- $part $__pep668hook_loaded; and return
    set -l file "$(string join \n -- $__pep668hook_snippet)"
    set -l name pep668hook.$part.fish
    if not test -r "$(string replace -r '[^/]*$' $name -- $file)" # a link, such as one in conf.d
        set file "$(builtin realpath -- $file 2>/dev/null)"
    end
    set file "$(string replace -r '[^/]*$' $name -- $file)"
    test -r $file; or return
    set -a __pep668hook_loaded $part
    builtin source $file
end

# =============================================================================
#
# What happens at each line. fish gives `$status` and `$pipestatus` to what comes behind it.
#

function __pep668hook_begin_line --on-event fish_preexec --argument-names line
    string match -q '*pip*' -- $line
    and not string match -qr '\b(?:functions?|funced|funcsave|type)\b' -- $line # what is about them
    and builtin functions -q __pep668hook_load
    and __pep668hook_load pip
    and __pep668hook_unwrap $line
end

function __pep668hook_end_line --on-event fish_postexec --argument-names line
    set -l codes $pipestatus
    test -n "$__pep668hook_loaded"
    or string match -q '*pip*install*' -- $line
    and builtin functions -q __pep668hook_load
    and __pep668hook_load pip
    and __pep668hook_look_back $line $codes
end

# =============================================================================
#
# The public part: `pip` and `pip3`, where that name leads to a program and is not a
# function of the user's. Each stands alone, for some tools copy functions and leave out
# those whose names begin with an underscore. A `fish_trace` of their own, which is
# empty, keeps what is inside them out of a trace.
#

function __pep668hook_wrap --argument-names __pep668hook_name --description 'Define pip or pip3'
    function $__pep668hook_name --inherit-variable __pep668hook_name --description "$__pep668hook_name, and a way out where PEP 668 refuses it"
        set -l fish_trace
        if test "$PEP668HOOK" != off -a -z "$CI" -a -t 0 -a -t 2
            and builtin functions -q __pep668hook_load
            and __pep668hook_load pip
            __pep668hook_run $__pep668hook_name $argv
        else
            command $__pep668hook_name $argv
        end
    end
end

for __pep668hook_name in pip pip3
    if command -q $__pep668hook_name; and not builtin functions -q $__pep668hook_name
        __pep668hook_wrap $__pep668hook_name
    end
end
set -e __pep668hook_name

# What `fix` offers and `undo` takes back has to be done in this very shell.
if not builtin functions -q pep668hook
    function pep668hook --description 'Find a way out where PEP 668 refuses a pip'
        set -l fish_trace
        if builtin functions -q __pep668hook_load; and __pep668hook_load pip; and __pep668hook_load command
            and begin
                test -x "$__pep668hook_python"
                or test "$argv[1]" = doctor -a -n "$(__pep668hook_doctor_script)"
            end
            __pep668hook_command $argv
        else if command -q pep668hook
            command pep668hook $argv
        else # uninstalled meanwhile: as fish says it, without our place behind it
            if builtin functions -q fish_command_not_found
                fish_command_not_found pep668hook $argv
            else
                builtin echo 'fish: Unknown command: pep668hook' >&2
            end
            return 127
        end
    end
end

# To load it from config.fish: source <the path of this file>
