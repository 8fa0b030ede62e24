<#
.SYNOPSIS
    Runs pip, and offers a way out where PEP 668 refuses it.

.DESCRIPTION
    The aliases pip and pip3 of pep668hook.ps1 lead here. It is exactly the real pip, unless
    that is about to install or uninstall something in front of a person. For help of pip
    itself: pip --help
#>

using namespace System.Diagnostics

# Who traces or steps through their own code sees one command, hence this at every block.
[DebuggerHidden()]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Made blocks read them.')]
param()

# =============================================================================
#
# Whether somebody is to be asked, and who does that.
#

# Whether the words are of one of the two sub-commands that PEP 668 can refuse.
function Test-Concern {
    [DebuggerHidden()]
    param([object[]] $Argument)

    foreach ($each in $Argument) {
        foreach ($word in $each) {
            if ($word -cin 'install', 'uninstall') {
                return $true
            }
            if ($word -cin 'cache', 'check', 'config', 'debug', 'download', 'freeze', 'hash',
                'help', 'index', 'inspect', 'list', 'lock', 'search', 'show', 'wheel') {
                return $false
            }
        }
    }
    $false
}

# Whether somebody sees what pip says, and can answer.
function Test-Person {
    [DebuggerHidden()]
    param()

    $env:PEP668HOOK -cne 'off' -and -not $env:CI -and
    -not [Console]::IsInputRedirected -and -not [Console]::IsErrorRedirected
}

# Finds the helper: where `pep668hook init powershell` said, else beside this file.
function Find-Helper {
    [DebuggerHidden()]
    param()

    $variables = $ExecutionContext.SessionState.PSVariable
    $python = $variables.GetValue('global:__pep668hook_init_python')
    $watch = $variables.GetValue('global:__pep668hook_init_watch')
    if (-not $python) {
        $python = "$PSScriptRoot/venv/bin/python"
        $watch = "$PSScriptRoot/watch.py"
    }
    if ([Environment]::OSVersion.Platform -eq 'Win32NT') {
        $python = $python -replace '/bin/python$', '/Scripts/python.exe'
        $watch = $watch -replace 'watch\.py$', 'watch_pipe.py' # no pseudo-terminals there
    }
    if ([IO.File]::Exists($python) -and [IO.File]::Exists($watch)) {
        @{ Python = $python; Watch = $watch }
    }
}

# Gives the file in which a refusal of this very run is to be recorded. The watch removes it
# as the first thing it does: that tells a pip that failed from a helper that never began.
function Get-Record {
    [DebuggerHidden()]
    param()

    # Only root could write into a directory that another user's session has left behind.
    $runtime = @{ LiteralPath = $env:XDG_RUNTIME_DIR; Force = $true }
    $isMine = [IO.Directory]::Exists($env:XDG_RUNTIME_DIR) -and (
        [Environment]::UserName -ne 'root' -or
        (Microsoft.PowerShell.Management\Get-Item @runtime).User -eq 'root')
    $directory = if ($isMine) {
        "$env:XDG_RUNTIME_DIR/pep668hook"
    } elseif ($env:XDG_CACHE_HOME) {
        "$env:XDG_CACHE_HOME/pep668hook/run"
    } elseif ($env:LOCALAPPDATA) {
        "$env:LOCALAPPDATA/pep668hook/run"
    } elseif ([IO.Directory]::Exists($env:HOME)) {
        "$env:HOME/.cache/pep668hook/run"
    } else {
        return
    }
    if (-not [IO.Path]::IsPathRooted($directory)) {
        return
    }
    $record = "$directory/$PID-$([DateTime]::UtcNow.Ticks)"
    try {
        $mode = [IO.UnixFileMode] 'UserRead, UserWrite, UserExecute'
        if ([Environment]::OSVersion.Platform -eq 'Win32NT') {
            $null = [IO.Directory]::CreateDirectory($directory)
        } elseif (-not [IO.Directory]::Exists($directory)) {
            $null = [IO.Directory]::CreateDirectory($directory, $mode)
        } elseif ([IO.File]::GetUnixFileMode($directory) -band -bnot $mode) {
            return # who else can write there could leave steps of their own
        }
        [IO.File]::Open($record, 'CreateNew').Dispose()
        $record
    } catch {
        $Error.RemoveAt(0) # it is no error of the user's
        return # it cannot be written, and pip runs by itself
    }
}

# =============================================================================
#
# The real pip.
#

$invocation = $MyInvocation
$variables = $ExecutionContext.SessionState.PSVariable
$before = $variables.GetValue('global:LASTEXITCODE')
. "$PSScriptRoot/pep668hook.words.ps1"
$call = try { Find-Call $invocation } catch { $null }
$name = Get-ProgramName $invocation $call

# A function of the user's that came later than the alias goes first.
$command = $ExecutionContext.InvokeCommand.GetCommand($name, 'Function, Application')
if (-not $command) {
    . (ConvertTo-Block ('Microsoft.PowerShell.Core\Get-Command $name -CommandType Application ' +
            '-ErrorAction Stop') $call)
}
if ($command.CommandType -eq 'Function') {
    if ($invocation.ExpectingInput) { $input | & $command @args } else { & $command @args }
    return
}

$words = [System.Collections.Generic.List[object]]::new()
$places = (Get-Place $call $args $words) -join ' ' # whatever the user's $OFS
$lines = $input
$piped = if ($invocation.ExpectingInput) { '$lines | ' }
$real = ConvertTo-Block "$piped& `$command $places" $call

# Ends by pip's own status. Of a pip that cannot be started PowerShell keeps none.
$become = {
    [DebuggerHidden()]
    param()

    $variables.Set('global:LASTEXITCODE', $null)
    try {
        . $real
    } finally {
        $after = $variables.GetValue('global:LASTEXITCODE')
        if ($null -eq $after) {
            $variables.Set('global:LASTEXITCODE', $before)
            $after = if ($before) { $before } else { 1 }
        }
    }
    exit $after
}

$helper = Find-Helper
$isWatched = $helper -and -not $piped -and (Test-Concern $args) -and (Test-Person) -and
    -not [IO.File]::Exists("$($command.Path)/../../pyvenv.cfg")
$record = if ($isWatched) { Get-Record }
if (-not $record) {
    . $become
}

# =============================================================================
#
# The real pip with its stderr watched by the helper, which also asks. One no is enough for a
# command line: then the helper is told of no shell that it could ask for.
#

$answered = $variables.GetValue('global:__pep668hook_answered')
$shell = if ($answered -eq $invocation.HistoryId) { 'none' } else { 'powershell' }
$watched = ConvertTo-Block ('& $helper.Python -I -S $helper.Watch "$record" $shell 0 ' +
    "`"`$(`$command.Path)`" `"`$(`$command.Path)`" $places") $call # PowerShell's own argv[0]

# Goes by what the helper has left: steps to do, a refusal that stands, or, where it never
# began, the empty record. Returns only if the status of what ran stands.
$attend = {
    [DebuggerHidden()]
    param()

    if ([IO.File]::Exists("$record.ps1")) {
        try {
            & "$record.ps1"
        } finally {
            [IO.File]::Delete("$record.ps1")
        }
        exit $LASTEXITCODE
    }
    $left = [IO.FileInfo] $record
    if ($left.Exists -and $left.Length -or [IO.File]::Exists("$record.answered")) {
        $variables.Set('global:__pep668hook_answered', $invocation.HistoryId)
    } elseif ($left.Exists -and $LASTEXITCODE -notin 129, 130, 131, 143) {
        # It was not ended by the user: by SIGHUP, SIGINT, SIGQUIT or SIGTERM.
        $variables.Set('global:__pep668hook_met', $invocation.HistoryId)
        $left.Delete()
        . $become
    } elseif ($LASTEXITCODE) {
        # What was seen and is not left to be asked about has failed by something else.
        $variables.Set('global:__pep668hook_met', $invocation.HistoryId)
    }
}

try {
    . $watched
} catch {
    # This is how a program fails under $PSNativeCommandUseErrorActionPreference.
    $failure = $_
    if ($failure.FullyQualifiedErrorId -eq 'ProgramExitedWithNonZeroCode') {
        . $attend
        $failure.ErrorDetails = [System.Management.Automation.ErrorDetails]::new(
            ($failure.Exception.Message -replace '^Program "[^"]*"', "Program `"$name`""))
        $throw = '[System.Diagnostics.DebuggerHidden()] param() throw $failure'
        try {
            . ([scriptblock]::Create($throw))
        } finally {
            $failure.Exception.WasThrownFromThrowStatement = $false # it is named by its class
        }
    }
    $variables.Set('global:__pep668hook_met', $invocation.HistoryId)
    [IO.File]::Delete($record) # the helper could not be started
    . $become
}
. $attend
exit $LASTEXITCODE
