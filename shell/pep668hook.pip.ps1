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
# The short way. What stands alone on its line in plain words is what it looks to be. For the
# first pip of a session the long way takes a fifth of a second, and this a fourth of that.
#

$variables = $ExecutionContext.SessionState.PSVariable
$plain = '^\s*pip3?(?!.*install)( +(--?[A-Za-z][A-Za-z-]*|[A-Za-z][A-Za-z0-9_-]*))*\s*$'
if ($MyInvocation.Line -cmatch $plain -and -not $MyInvocation.ExpectingInput -and
    -not $variables.GetValue('PSNativeCommandUseErrorActionPreference')) {
    $command = $ExecutionContext.InvokeCommand.GetCommand(
        $MyInvocation.InvocationName, 'Function, Application')
    if ($command -is [System.Management.Automation.ApplicationInfo]) {
        try {
            & $command @args
            exit $LASTEXITCODE
        } catch {
            $Error.RemoveAt(0) # it cannot be started: the long way says so as PowerShell does
        }
    }
}

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

# Gives the file in which a refusal of this very run is to be recorded. The watch removes it
# as the first thing it does: that tells a pip that failed from a helper that never began.
function Get-Record {
    [DebuggerHidden()]
    param()

    $record = Get-RecordName
    if (-not $record) {
        return
    }
    try {
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

$isWatched = -not $piped -and (Test-Concern $args) -and (Test-Person) -and
    -not [IO.File]::Exists("$($command.Path)/../../pyvenv.cfg")
if (-not $isWatched) {
    . $become
}
. "$PSScriptRoot/pep668hook.places.ps1"
$helper = Get-Helper
$record = if ($helper.IsThere) { Get-Record }
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
        # However it ends, by Ctrl-C, say: the prompt has nothing more to ask.
        $variables.Set('global:__pep668hook_met', $invocation.HistoryId)
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
