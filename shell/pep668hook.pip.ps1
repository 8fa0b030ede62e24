<#
.SYNOPSIS
    Runs pip, and offers a way out where PEP 668 refuses it.

.DESCRIPTION
    The aliases pip and pip3 of pep668hook.ps1 lead here. It is exactly the real pip, unless
    that is about to install or uninstall something in front of a person. For help of pip
    itself: pip --help
#>

using namespace System.Diagnostics
using namespace System.Management.Automation.Language

# Who traces or steps through their own code sees one command, hence this at every block.
[DebuggerHidden()]
param()

# =============================================================================
#
# What the caller wrote. On the way to $args something of it is lost: the first `--`, how a
# list was typed, and what was quoted and so is no pattern for the names of files.
#

# Finds the command that led here in the text of who wrote it.
function Find-Call {
    [DebuggerHidden()]
    param([System.Management.Automation.InvocationInfo] $Invocation)

    foreach ($frame in [runspace]::DefaultRunspace.Debugger.GetCallStack()) {
        if ($frame.ScriptName -ne $PSCommandPath) {
            break
        }
    }
    $text = $frame.Position.StartScriptPosition.GetFullScript()
    $syntax = [Parser]::ParseInput($text, [ref] $null, [ref] $null)
    $syntax.Find({
            [DebuggerHidden()]
            param([Ast] $Node)
            $Node -is [CommandAst] -and
            $Node.Extent.StartLineNumber -eq $Invocation.ScriptLineNumber -and
            $Node.Extent.StartColumnNumber -eq $Invocation.OffsetInLine
        }, $true)
}

# Names the program. After `&` or `.` PowerShell does not tell by what name it came here.
function Get-ProgramName {
    [DebuggerHidden()]
    param([System.Management.Automation.InvocationInfo] $Invocation, [CommandAst] $Call)

    if ($Invocation.InvocationName -notin '&', '.') {
        return $Invocation.InvocationName
    }
    $name = if ($Call -and $Call.CommandElements[0] -is [VariableExpressionAst]) {
        $variable = $Call.CommandElements[0].VariablePath.UserPath
        $ExecutionContext.SessionState.PSVariable.GetValue($variable)
    } elseif ($Call) {
        $Call.GetCommandName()
    }
    if ("$name" -eq 'pip3') { 'pip3' } else { 'pip' }
}

# Gives the words that a program would have got from the caller.
function Get-Word {
    [DebuggerHidden()]
    param([CommandAst] $Call, [object[]] $Argument)

    # How many of the arguments an element has become. What was splatted has become the rest.
    $left = $Argument.Count
    $splat = $null
    $end = $null
    $sizes = @{}
    for ($place = 1; $place -lt $Call.CommandElements.Count; $place++) {
        $element = $Call.CommandElements[$place]
        $sizes[$element] = 1
        if ($element.Extent.Text -ceq '--' -and -not $end) {
            $end = $element
            $sizes[$element] = 0
        } elseif ($element -is [CommandParameterAst] -and $element.Argument) {
            $sizes[$element] = 2
        } elseif ($element -is [VariableExpressionAst] -and $element.Splatted) {
            if ($splat) {
                throw 'one cannot tell what of the rest is whose'
            }
            $splat = $element
            $sizes[$element] = 0
        }
        $left -= $sizes[$element]
    }
    if ($left -and -not $splat -or $left -lt 0) {
        throw 'this is not where the arguments are from'
    }
    if ($splat) {
        $sizes[$splat] = $left
    }

    $index = 0
    for ($place = 1; $place -lt $Call.CommandElements.Count; $place++) {
        $element = $Call.CommandElements[$place]
        if ($element -eq $end) {
            @{ Value = '--'; IsQuoted = $false }
        } elseif ($element -is [ArrayLiteralAst]) {
            Get-WordOfList $element $Argument[$index]
        } elseif ($element -is [CommandParameterAst] -and $element.Argument) {
            @{ Value = "$($Argument[$index])$($Argument[$index + 1])"; IsQuoted = $false }
        } elseif ($element.GetType() -eq [ConstantExpressionAst]) {
            @{ Value = $element.Extent.Text; IsQuoted = $true } # a number
        } else {
            for ($offset = 0; $offset -lt $sizes[$element]; $offset++) {
                @{ Value = $Argument[$index + $offset]; IsQuoted = Test-Quoted $element }
            }
        }
        $index += $sizes[$element]
    }
}

# A program gets those values of a list that are empty or have a space in them, up to the first
# other one; then the list as it was typed, split where its text has spaces.
function Get-WordOfList {
    [DebuggerHidden()]
    param([ArrayLiteralAst] $Element, [object[]] $Value)

    foreach ($each in $Value) {
        if ("$each" -match '^$|\s') {
            @{ Value = $each; IsQuoted = $true }
        } else {
            foreach ($part in ($Element.Extent.Text -split ' ' -ne '')) {
                @{ Value = $part; IsQuoted = $false }
            }
            return
        }
    }
}

function Test-Quoted {
    [DebuggerHidden()]
    param([Ast] $Element)

    ($Element -is [StringConstantExpressionAst] -or
    $Element -is [ExpandableStringExpressionAst]) -and $Element.StringConstantType -ne 'BareWord'
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
    $isMine = [IO.Directory]::Exists($env:XDG_RUNTIME_DIR) -and (
        [Environment]::UserName -ne 'root' -or
        (Get-Item -LiteralPath $env:XDG_RUNTIME_DIR -Force).User -eq 'root')
    $directory = if ($isMine) {
        "$env:XDG_RUNTIME_DIR/pep668hook"
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
        if ([Environment]::OSVersion.Platform -eq 'Win32NT') {
            $null = [IO.Directory]::CreateDirectory($directory)
        } elseif (-not [IO.Directory]::Exists($directory)) {
            $mode = [IO.UnixFileMode] 'UserRead, UserWrite, UserExecute'
            $null = [IO.Directory]::CreateDirectory($directory, $mode)
        }
        [IO.File]::Open($record, 'CreateNew').Dispose()
        $record
    } catch {
        return # it cannot be written, and pip runs by itself
    }
}

# =============================================================================
#
# The real pip. What runs it lies in no file, so that an error in it looks as it would if
# there were no script in between. Only places in a list are written there, nothing typed.
#

$invocation = $MyInvocation
$call = try { Find-Call $invocation } catch { $null }
$name = Get-ProgramName $invocation $call
$start = '[System.Diagnostics.DebuggerHidden()] param() '

# A function of the user's that came later than the alias goes first.
$command = $ExecutionContext.InvokeCommand.GetCommand($name, 'Function, Application')
if (-not $command) {
    . ([scriptblock]::Create(
            "${start}Get-Command `$name -CommandType Application -ErrorAction Stop"))
}
if ($command.CommandType -eq 'Function') {
    if ($invocation.ExpectingInput) { $input | & $command @args } else { & $command @args }
    return
}

try {
    $words = [System.Collections.Generic.List[object]]::new()
    $places = foreach ($word in Get-Word $call $args) {
        $place = "`$words[$($words.Count)]"
        if ($word.IsQuoted) { "`"`$($place)`"" } else { $place }
        $words.Add($word.Value)
    }
} catch {
    # Nothing tells how they were written.
    $words = $args
    $places = '@words'
}
if ($invocation.ExpectingInput) {
    $input | . ([scriptblock]::Create("${start}`$input | & `$command $places"))
    exit $LASTEXITCODE
}
$real = [scriptblock]::Create("$start& `$command $places")

$helper = Find-Helper
$isWatched = $helper -and (Test-Concern $args) -and (Test-Person) -and
    -not [IO.File]::Exists("$($command.Path)/../../pyvenv.cfg")
$record = if ($isWatched) { Get-Record }
if (-not $record) {
    . $real
    exit $LASTEXITCODE
}

# =============================================================================
#
# The real pip with its stderr watched by the helper, which also asks. One no is enough for a
# command line: then the helper is told of no shell that it could ask for.
#

$variables = $ExecutionContext.SessionState.PSVariable
$answered = $variables.GetValue('global:__pep668hook_answered')
$shell = if ($answered -eq $invocation.HistoryId) { 'none' } else { 'powershell' }
$watched = [scriptblock]::Create($start + '& $helper.Python -I -S $helper.Watch "$record" ' +
    "$shell 0 `"`$(`$command.Path)`" `$name $places")

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
        $left.Delete()
        . $real
        exit $LASTEXITCODE
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
        . ([scriptblock]::Create("${start}throw `$failure"))
    }
    [IO.File]::Delete($record) # the helper could not be started
    . $real
    exit $LASTEXITCODE
}
. $attend
exit $LASTEXITCODE
