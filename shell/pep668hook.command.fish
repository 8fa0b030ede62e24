# The part of pep668hook.fish that is loaded by the first `pep668hook`, on top of
# pep668hook.pip.fish: what the command does in this very shell.

function __pep668hook_here --description '`pep668hook`, with the steps done here'
    set -l __pep668hook_record
    if not __pep668hook_place
        command pep668hook $argv
        return
    end
    set __pep668hook_met yes
    set -l __pep668hook_code
    $__pep668hook_python -I -m pep668hook $argv[1] --for fish --record $__pep668hook_record $argv[2..]
    set __pep668hook_code $status
    __pep668hook_do_steps
    return $__pep668hook_code
end

function __pep668hook_doctor_script --description 'Where that is told from, if it is still there'
    set -l script (string replace -r '[^/]*$' doctor.sh -- $__pep668hook_watch | string collect)
    test -r "$script"; and builtin echo $script
end

function __pep668hook_doctor --description '`pep668hook doctor`, with what only this shell can tell'
    set -l told --for fish --told=mode=$PEP668HOOK
    for name in pip pip3
        # One of ours may be away for this line.
        set -l text (builtin contains -- $name $__pep668hook_unwrapped; and builtin echo __pep668hook_run)
        builtin functions -q $name; and set text (builtin functions $name | string collect)
        set -a told --told=function.$name=$text
    end
    set -l doctor (__pep668hook_doctor_script)
    command sh $doctor $__pep668hook_python $told $argv
end

function __pep668hook_command --description '`pep668hook`, where the hook is loaded'
    if builtin contains -- "$argv[1]" fix undo; and test -t 0 -a -t 1 -a -t 2
        __pep668hook_here $argv
    else if test "$argv[1]" = doctor; and test -n "$(__pep668hook_doctor_script)"
        __pep668hook_doctor $argv[2..]
    else if not command -q pep668hook
        # Where it was installed is not on PATH yet.
        $__pep668hook_python -I -m pep668hook $argv
    else
        command pep668hook $argv
    end
end
