<#
.SYNOPSIS
    Runs pep668hook, and does in this session what the user agrees to.

.DESCRIPTION
    The alias pep668hook of pep668hook.ps1 leads here, and so does the prompt, for a line that
    has failed. Everything but `fix`, `undo` and `doctor` is handed on to the program.
#>

using namespace System.Diagnostics

# Who traces or steps through their own code sees one command, hence this at every block.
[DebuggerHidden()]
param()

. "$PSScriptRoot/pep668hook.places.ps1"
$helper = Get-Helper
$directory = [IO.Path]::GetDirectoryName($helper.Watch)

# Whether somebody sees what is asked, and can answer.
function Test-Person {
    [DebuggerHidden()]
    param()

    $env:PEP668HOOK -cne 'off' -and -not $env:CI -and -not [Console]::IsInputRedirected -and
    -not [Console]::IsOutputRedirected -and -not [Console]::IsErrorRedirected
}

# Tells what only this session knows, as `pep668hook doctor` is told it.
function Get-Told {
    [DebuggerHidden()]
    param()

    foreach ($name in 'pip', 'pip3') {
        foreach ($kind in 'alias', 'function') { # a function of the user's goes first
            $found = $ExecutionContext.InvokeCommand.GetCommand($name, $kind)
            if ($found) {
                "--told=$kind.$name=$($found.Definition)"
            }
        }
    }
}

$verb = if ($args.Count) { $args[0] }
$isOurs = $verb -cin 'fix', 'undo', 'after' -and (Test-Person) -and $helper.IsThere
$python = if ($isOurs) { $helper.Python }
$record = if ($python) { Get-RecordName }

if ($verb -ceq 'after') {
    if (-not $record) {
        return
    }
    # It is started by hand, for its status is no business of the user's. Keys that are
    # pressed before it can read them are no answer, and end nothing.
    $start = [ProcessStartInfo]::new('/bin/sh')
    $begin = 'trap "" INT QUIT TSTP; [ ! -x "$1" ] || exec "$@"'
    foreach ($word in '-c', $begin, 'sh', $python, '-I', '-m', 'pep668hook', 'after',
        'powershell', $record, $args[1], "$($args[2])") {
        $start.ArgumentList.Add($word)
    }
    $path = $ExecutionContext.SessionState.Path
    $start.WorkingDirectory = $path.CurrentFileSystemLocation.ProviderPath
    [Process]::Start($start).WaitForExit()
} else {
    $invocation = $MyInvocation
    . "$PSScriptRoot/pep668hook.words.ps1"
    $call = try { Find-Call $invocation } catch { $null }
    $words = [System.Collections.Generic.List[object]]::new()
    $places = @(Get-Place $call $args $words)
    if ($record) {
        $ExecutionContext.SessionState.PSVariable.Set(
            'global:__pep668hook_answered', $invocation.HistoryId)
        $places[0] = "`"$verb`" --for powershell --record `$record"
        $command = "& `$python -I -m pep668hook $($places -join ' ')"
    } elseif ($verb -ceq 'doctor' -and [IO.File]::Exists("$directory/doctor.sh")) {
        $told = @(Get-Told)
        $places[0] = '--for powershell $told'
        $command = "& /bin/sh `"`$directory/doctor.sh`" `$(`$helper.Python) $($places -join ' ')"
    } else {
        $program = Microsoft.PowerShell.Core\Get-Command pep668hook -CommandType Application `
            -TotalCount 1 -ErrorAction Ignore
        # Where it was installed is not on PATH yet.
        $python = if (-not $program -and $helper.IsThere) { $helper.Python }
        if (-not $program -and -not $python) {
            $null = Microsoft.PowerShell.Core\Get-Command pep668hook -CommandType Application `
                -ErrorAction Stop
        }
        $lines = $input
        $piped = if ($invocation.ExpectingInput) { '$lines | ' }
        $called = if ($python) { '& $python -I -m pep668hook' } else { '& $program' }
        $command = "$piped$called $($places -join ' ')"
    }
    . (ConvertTo-Block $command $call)
}

# Does the steps that the user has just agreed to. The last one's status is the user's.
if ($record -and [IO.File]::Exists("$record.ps1")) {
    try {
        & "$record.ps1"
    } finally {
        [IO.File]::Delete("$record.ps1")
    }
}
exit $LASTEXITCODE
