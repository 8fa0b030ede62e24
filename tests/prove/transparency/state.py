"""What each shell tells of itself after a line: a function that writes it to a file.

It is defined in both shells of a pair alike, so that only what the hook adds differs.
"""

from __future__ import annotations

from typing import Final

NAME: Final = "tests_state"

# What the shell's own process shows, whatever shell it is.
_PROCESS: Final = """\
    echo '[process]'
    grep -E '^Sig[BI]' /proc/self/status
    cat /proc/PID/limits
    umask
"""

_BASH: Final = (
    r"""
tests_state() {
    {
    echo '[statuses]'
    printf '%s\n' "$@"
    echo '[options]'
    set -o
    shopt
    echo "$-"
    echo '[traps]'
    trap
    echo '[aliases]'
    alias
    echo '[jobs]'
    jobs
    echo '[functions]'
    declare -f
    echo '[variables]'
    declare -p
    echo '[completion]'
    complete -p
    bind -X
    bind -s
    echo '[hashed]'
    hash
    echo '[history]'
    fc -ln 1
    echo '[directories]'
    dirs -p
"""
    + _PROCESS.replace("PID", "$$")
    + r"""
    } >"$TEST_STATE" 2>&1
}
"""
)

_ZSH: Final = (
    r"""
tests_state() {
    emulate -L zsh
    setopt no_xtrace
    {
    echo '[statuses]'
    print -rl -- "$@"
    echo '[traps]'
    trap
    echo '[aliases]'
    alias -L
    echo '[jobs]'
    jobs
    echo '[functions]'
    functions
    echo '[variables]'
    typeset -p
    echo '[completion]'
    bindkey -L
    echo '[modules]'
    zmodload
    echo '[hashed]'
    hash
    echo '[history]'
    fc -ln 1
    echo '[directories]'
    dirs -p
"""
    + _PROCESS.replace("PID", "$$")
    + r"""
    } >"$TEST_STATE" 2>&1
}
tests_options() {
    set -o >"$TEST_STATE.options"
}
"""
)

_FISH: Final = (
    r"""
function tests_state
    begin
    echo '[statuses]'
    printf '%s\n' $argv
    echo '[options]'
    status is-interactive-job-control; and echo interactive job control
    status is-full-job-control; and echo full job control
    status features
    echo '[aliases]'
    abbr --show
    echo '[jobs]'
    jobs
    echo '[functions]'
    functions --all --names
    for name in pip pip3 fish_prompt fish_right_prompt fish_postexec
        functions $name 2>&1
    end
    functions --handlers
    echo '[variables]'
    set
    echo '[exported]'
    set --export --names
    echo '[completion]'
    complete
    bind --user
    echo '[history]'
    history
    echo '[directories]'
    dirs
"""
    + _PROCESS.replace("PID", "$fish_pid")
    + r"""
    end >$TEST_STATE 2>&1
end
"""
)

_POWERSHELL: Final = (
    r"""
function global:tests_state {
    & {
        '[statuses]'
        $args
        '[options]'
        Get-PSReadLineOption | Format-List | Out-String -Width 200
        '[aliases]'
        Get-Alias | ForEach-Object { "$($_.Name) is $($_.Definition)" }
        '[jobs]'
        Get-Job | ForEach-Object { "$($_.Id) $($_.State) $($_.Command)" }
        Get-EventSubscriber
        '[functions]'
        Get-ChildItem Function: | ForEach-Object {
            "$($_.Name) {$($_.Definition)}" -replace "\s+", " "
        }
        '[modules]'
        Get-Module | ForEach-Object Name
        '[variables]'
        Get-Variable -Scope Global | Where-Object {
            $_.Name -notin 'Error', '?', 'null', 'PSBoundParameters', 'MyInvocation',
            'StackTrace'
        } | ForEach-Object { "$($_.Name) = $($_.Value)" }
        '[exported]'
        Get-ChildItem Env: | ForEach-Object { "$($_.Name)=$($_.Value)" }
        '[errors]'
        $global:Error | ForEach-Object { "$_" }
        '[breakpoints]'
        Get-PSBreakpoint
        '[completion]'
        foreach ($typed in 'pip install ', 'pip', 'pip3 --') {
            (TabExpansion2 $typed $typed.Length).CompletionMatches |
                ForEach-Object { "$typed -> $($_.CompletionText) ($($_.ResultType))" }
        }
        '[history]'
        Get-History | ForEach-Object { "$($_.CommandLine) $($_.ExecutionStatus)" }
        '[directories]'
        Get-Location -Stack
        '[process]'
        sh -c @'
"""
    + _PROCESS.replace("PID", "$PPID")
    + r"""
'@
    } @args *> $env:TEST_STATE
}
"""
)

FUNCTIONS: Final = {
    "bash": _BASH,
    "zsh": _ZSH,
    "fish": _FISH,
    "powershell": _POWERSHELL,
}

# The line that is run after a case. What a shell sets anew for each line comes first.
LINES: Final = {
    "bash": 'tests_state "$?" "$_" "${PIPESTATUS[@]}"',
    "zsh": 'tests_state "$?" "$_" "${pipestatus[@]}"; tests_options',
    "fish": "tests_state $status $pipestatus",
    "powershell": "tests_state $? $LASTEXITCODE",
}

# What changes from line to line by itself, or is another in each shell that is started.
_VOLATILE: Final = {
    "bash": "BASHPID|BASH_ARGV|BASH_ARGC|BASH_LINENO|EPOCHREALTIME|EPOCHSECONDS|PPID"
    "|RANDOM|SRANDOM|SECONDS|COPROC|BASH_COMMAND",
    "zsh": "EPOCHREALTIME|EPOCHSECONDS|PPID|RANDOM|SECONDS|TTYIDLE|TTY|_|epochtime"
    "|ZSH_EVAL_CONTEXT|zsh_eval_context|funcstack|functrace|funcsourcetrace",
    "fish": "fish_pid|CMD_DURATION|fish_kill_signal|last_pid|history",
    "powershell": "PID|StackTrace|args|input",
}
VOLATILE: Final = {
    "bash": rf"declare -\S+ (?:{_VOLATILE['bash']})(?:=|$)",
    "zsh": rf"(?:typeset|export) (?:-\S+ )*(?:{_VOLATILE['zsh']})(?:=|$)",
    "fish": rf"(?:{_VOLATILE['fish']}) ",
    "powershell": rf"(?:{_VOLATILE['powershell']}) = ",
}
