<#
.SYNOPSIS
    Runs pep668hook, and does in this session what the user agrees to.

.DESCRIPTION
    The alias pep668hook of pep668hook.ps1 leads here, and so does the prompt, for a line that
    has failed. Everything but `fix` is handed on to the program.
#>

using namespace System.Diagnostics

# Who traces or steps through their own code sees one command, hence this at every block.
[DebuggerHidden()]
param()

# Finds the Python of the helper: where `pep668hook init powershell` said, else beside this file.
function Find-Python {
    [DebuggerHidden()]
    param()

    $python = $ExecutionContext.SessionState.PSVariable.GetValue(
        'global:__pep668hook_init_python', "$PSScriptRoot/venv/bin/python")
    if ([IO.File]::Exists($python)) {
        $python
    }
}

# Gives a new name in the directory that the helper keeps records of refusals in.
function Get-RecordName {
    [DebuggerHidden()]
    param()

    $directory = if ($env:XDG_RUNTIME_DIR -and [IO.Directory]::Exists($env:XDG_RUNTIME_DIR)) {
        "$env:XDG_RUNTIME_DIR/pep668hook"
    } elseif ($env:XDG_CACHE_HOME) {
        "$env:XDG_CACHE_HOME/pep668hook/run"
    } elseif ($env:HOME) {
        "$env:HOME/.cache/pep668hook/run"
    } else {
        return
    }
    try {
        $mode = [IO.UnixFileMode] 'UserRead, UserWrite, UserExecute'
        $null = [IO.Directory]::CreateDirectory($directory, $mode)
        "$directory/$PID-$([DateTime]::UtcNow.Ticks)"
    } catch {
        return # it cannot be made, and nothing is asked
    }
}

# Does the steps that the user has just agreed to.
$take = {
    [DebuggerHidden()]
    param()

    try {
        & "$record.ps1"
    } finally {
        [IO.File]::Delete("$record.ps1")
    }
}

$verb, $rest = $args
$isPerson = $env:PEP668HOOK -cne 'off' -and -not $env:CI -and
    -not [Console]::IsInputRedirected -and -not [Console]::IsErrorRedirected
$python = if ($isPerson -and $verb -cin 'fix', 'after') { Find-Python }
$record = if ($python) { Get-RecordName }
$words = @($rest)

if ($record -and $verb -ceq 'after') {
    # What a program writes here would become a part of the prompt, so it is started by hand.
    # Keys that are pressed before it can read them are no answer, and end nothing.
    $start = [Diagnostics.ProcessStartInfo]::new('/bin/sh')
    foreach ($word in '-c', 'trap "" INT QUIT TSTP; exec "$@"', 'sh', $python, '-I', '-m',
        'pep668hook', 'after', 'powershell', $record, $words[0], "$($words[1])") {
        $start.ArgumentList.Add($word)
    }
    $start.WorkingDirectory = (Get-Location -PSProvider FileSystem).ProviderPath
    [Diagnostics.Process]::Start($start).WaitForExit()
    if ([IO.File]::Exists("$record.ps1")) {
        . $take
    }
    return
}

if ($record) {
    $ExecutionContext.SessionState.PSVariable.Set(
        'global:__pep668hook_answered', $MyInvocation.HistoryId)
    # The `--` in front of the command was lost on the way here.
    & $python -I -m pep668hook fix --for powershell --record $record '--' @words
    if ([IO.File]::Exists("$record.ps1")) {
        . $take
    }
    exit $LASTEXITCODE
}

$program = Get-Command pep668hook -CommandType Application -TotalCount 1 -ErrorAction Stop
& $program @args
exit $LASTEXITCODE
