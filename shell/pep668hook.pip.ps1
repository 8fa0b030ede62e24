<#
.SYNOPSIS
    Runs pip, and offers a way out where PEP 668 refuses it.

.DESCRIPTION
    The aliases pip and pip3 of pep668hook.ps1 lead here. It is exactly the real pip, unless
    that is about to install or uninstall something in front of a person.
#>

using namespace System.Management.Automation.Language

# Who traces or steps through their own code sees one command.
[System.Diagnostics.DebuggerHidden()]
param()

# Finds the command that led here in the text of who wrote it.
function Find-Call {
    param([System.Management.Automation.InvocationInfo] $Invocation)

    foreach ($frame in [runspace]::DefaultRunspace.Debugger.GetCallStack()) {
        if ($frame.ScriptName -ne $PSCommandPath) {
            break
        }
    }
    $text = $frame.Position.StartScriptPosition.GetFullScript()
    $syntax = [Parser]::ParseInput($text, [ref] $null, [ref] $null)
    $syntax.Find({
            param([Ast] $Node)
            $Node -is [CommandAst] -and
            $Node.Extent.StartLineNumber -eq $Invocation.ScriptLineNumber -and
            $Node.Extent.StartColumnNumber -eq $Invocation.OffsetInLine
        }, $true)
}

# Names the program: after `&` or `.` PowerShell does not tell by what name it came here.
function Get-ProgramName {
    param([System.Management.Automation.InvocationInfo] $Invocation, [CommandAst] $Call)

    if ($Invocation.InvocationName -in 'pip', 'pip3') {
        return $Invocation.InvocationName
    }
    $name = $null
    if ($Call) {
        $name = $Call.GetCommandName()
        if ($Call.CommandElements[0] -is [VariableExpressionAst]) {
            $path = $Call.CommandElements[0].VariablePath.UserPath
            $name = $ExecutionContext.SessionState.PSVariable.GetValue($path)
        }
    }
    if ("$name" -eq 'pip3') { 'pip3' } else { 'pip' }
}

# Writes down how to give $words to a program, so that it gets what it would have got from
# the caller. $args has lost what makes the difference: whether a word was quoted, which
# keeps PowerShell from looking for files by that pattern; whether words with commas between
# them were typed as one; and the first `--`. Only places in $words are written, no word.
function Format-Word {
    param([CommandAst] $Call, [object[]] $Words)

    $asTheyAre = '@words'
    if (-not $Call) {
        return $asTheyAre
    }
    $index = 0
    $hasEnded = $false
    $forms = foreach ($element in $Call.CommandElements) {
        if ($element -eq $Call.CommandElements[0]) {
            continue
        }
        if ($element.Extent.Text -ceq '--' -and -not $hasEnded) {
            $hasEnded = $true
            '--'
            continue
        }
        $isSplatted = $element -is [VariableExpressionAst] -and $element.Splatted
        $isTwo = $element -is [CommandParameterAst] -and $element.Argument
        if ($isSplatted -or $isTwo -or $index -ge $Words.Count) {
            return $asTheyAre
        }
        if ($element -is [ArrayLiteralAst]) {
            $place = 0
            $parts = foreach ($part in $element.Elements) {
                Format-Place $part "`$words[$index][$place]"
                $place++
            }
            $parts -join ','
        } else {
            Format-Place $element "`$words[$index]"
        }
        $index++
    }
    if ($index -eq $Words.Count) { $forms -join ' ' } else { $asTheyAre }
}

function Format-Place {
    param([Ast] $Element, [string] $Place)

    $isString = $Element -is [StringConstantExpressionAst] -or
        $Element -is [ExpandableStringExpressionAst]
    if ($isString -and $Element.StringConstantType -ne 'BareWord') {
        "`"`$($Place)`""
    } else {
        $Place
    }
}

# Whether the words are of one of the two sub-commands that PEP 668 can refuse.
function Test-Concern {
    param([object[]] $Words)

    foreach ($word in $Words) {
        foreach ($each in $word) {
            if ($each -cin 'install', 'uninstall') {
                return $true
            }
            if ($each -cin 'cache', 'check', 'config', 'debug', 'download', 'freeze', 'hash',
                'help', 'index', 'inspect', 'list', 'lock', 'search', 'show', 'wheel') {
                return $false
            }
        }
    }
    $false
}

# Whether somebody is there who sees what pip says, and can answer.
function Test-Person {
    $env:PEP668HOOK -cne 'off' -and -not $env:CI -and
    -not [Console]::IsInputRedirected -and -not [Console]::IsErrorRedirected
}

# Finds the helper: where `pep668hook init powershell` said, else beside this file.
function Find-Helper {
    $variables = $ExecutionContext.SessionState.PSVariable
    $python = $variables.GetValue('global:__pep668hook_init_python')
    $watch = $variables.GetValue('global:__pep668hook_init_watch')
    if (-not $python) {
        $watch = "$PSScriptRoot/watch.py"
        $python = "$PSScriptRoot/venv/bin/python"
    }
    if ([Environment]::OSVersion.Platform -eq 'Win32NT') {
        $watch = $watch -replace 'watch\.py$', 'watch_pipe.py' # there are no terminals to make
        $python = $python -replace 'bin/python$', 'Scripts/python.exe'
    }
    if ([IO.File]::Exists($python) -and [IO.File]::Exists($watch)) {
        @{ Python = $python; Watch = $watch }
    }
}

# Gives the file in which a refusal of this very run is to be recorded. The watch removes it
# as the first thing that it does: that tells a pip that failed from a helper that never began.
function Get-Record {
    $runtime = if ($env:XDG_RUNTIME_DIR) {
        Get-Item -LiteralPath $env:XDG_RUNTIME_DIR -Force -ErrorAction Ignore
    }
    $directory = if ($runtime -and $runtime.User -eq [Environment]::UserName) {
        "$runtime/pep668hook"
    } elseif ($env:XDG_CACHE_HOME) {
        "$env:XDG_CACHE_HOME/pep668hook/run"
    } elseif ($env:LOCALAPPDATA) {
        "$env:LOCALAPPDATA/pep668hook/run"
    } elseif ($env:HOME) {
        "$env:HOME/.cache/pep668hook/run"
    } else {
        return
    }
    $record = "$directory/$PID-$([DateTime]::UtcNow.Ticks)"
    try {
        if ($env:OS -eq 'Windows_NT') {
            $null = [IO.Directory]::CreateDirectory($directory)
        } else {
            $null = [IO.Directory]::CreateDirectory($directory, [IO.UnixFileMode] 'UserRead, UserWrite, UserExecute')
        }
        [IO.File]::Open($record, 'CreateNew').Dispose()
        $record
    } catch {
        return # it cannot be written, and pip runs by itself
    }
}

# =============================================================================
#
# What was asked for, and of what program.
#

$invocation = $MyInvocation
$words = $args
$call = try { Find-Call $invocation } catch { $null }
$name = Get-ProgramName $invocation $call
$form = Format-Word $call $words

# A function of the user's that came later than the alias goes first.
$command = $ExecutionContext.InvokeCommand.GetCommand($name, 'Function, Application')
if (-not $command) {
    Get-Command -Name $name -CommandType Application -ErrorAction Stop # it tells them so
}

# =============================================================================
#
# The real pip. What runs it lies in no file, so that an error looks as it would have without
# a script in between.
#

$start = '[System.Diagnostics.DebuggerHidden()] param() '
if ($invocation.ExpectingInput) {
    $lines = @($input)
    $real = [scriptblock]::Create("$start`$lines | & `$command $form")
} else {
    $real = [scriptblock]::Create("$start& `$command $form")
}

if ($command.CommandType -eq 'Function') {
    . $real
    return
}

$helper = Find-Helper
$isWatched = $helper -and -not $invocation.ExpectingInput -and
    (Test-Concern $words) -and (Test-Person) -and
    -not [IO.File]::Exists("$($command.Path)/../../pyvenv.cfg")
$record = if ($isWatched) { Get-Record }
if (-not $record) {
    . $real
    exit $LASTEXITCODE
}

# =============================================================================
#
# The real pip with its stderr watched, by the helper, which also asks. One no is enough for a
# command line, and in a pipeline another program may read the keys: then it is told of no
# shell to ask for.
#

$variables = $ExecutionContext.SessionState.PSVariable
$answered = $variables.GetValue('global:__pep668hook_answered')
$mayAsk = $invocation.PipelineLength -eq 1 -and $answered -ne $invocation.HistoryId
$shell = if ($mayAsk) { 'powershell' } else { 'none' }
$watched = [scriptblock]::Create($start + '& $helper.Python -I -S $helper.Watch ' +
    '"$record" $shell 0 "$($command.Path)" $name ' + $form)

# Goes by what the helper has left: steps to do, a refusal that stands, or, if it never began,
# the empty record. Except for the second this ends the script.
$attend = {
    $status = $LASTEXITCODE
    $seen = [IO.FileInfo] $record
    if ([IO.File]::Exists("$record.ps1")) {
        try {
            & "$record.ps1"
        } finally {
            [IO.File]::Delete("$record.ps1")
        }
        exit $LASTEXITCODE
    }
    if (-not $seen.Exists) {
        return
    }
    if ($seen.Length) {
        $variables.Set('global:__pep668hook_answered', $invocation.HistoryId)
        return
    }
    # By SIGHUP, SIGINT, SIGQUIT or SIGTERM it was the user who ended it.
    if ($status -notin 129, 130, 131, 143) {
        $seen.Delete()
        . $real
        exit $LASTEXITCODE
    }
}

try {
    . $watched
} catch {
    # This is how a program fails where $PSNativeCommandUseErrorActionPreference is set.
    if ($_.FullyQualifiedErrorId -eq 'ProgramExitedWithNonZeroCode') {
        . $attend
        throw
    }
    [IO.File]::Delete($record) # the helper could not be started
    . $real
    exit $LASTEXITCODE
}
. $attend
exit $LASTEXITCODE
