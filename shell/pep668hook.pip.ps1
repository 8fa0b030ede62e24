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

# =============================================================================
#
# What the caller wrote. On the way to $args something of it is lost: the first `--`, how a
# list was typed, and what was quoted and so is no pattern for the names of files.
#

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

# Names the program. After `&` or `.` PowerShell does not tell by what name it came here.
function Get-ProgramName {
    param([System.Management.Automation.InvocationInfo] $Invocation, [CommandAst] $Call)

    $name = $Invocation.InvocationName
    if ($name -in '&', '.' -and $Call) {
        $name = $Call.GetCommandName()
        if ($Call.CommandElements[0] -is [VariableExpressionAst]) {
            $variable = $Call.CommandElements[0].VariablePath.UserPath
            $name = $ExecutionContext.SessionState.PSVariable.GetValue($variable)
        }
    }
    if ("$name" -eq 'pip3') { 'pip3' } else { 'pip' }
}

# Gives the words that a program would have got from the caller.
function Get-Word {
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
            New-Word '--'
        } elseif ($element -is [ArrayLiteralAst]) {
            Get-WordOfList $element $Argument[$index]
        } elseif ($element -is [CommandParameterAst] -and $element.Argument) {
            New-Word "$($Argument[$index])$($Argument[$index + 1])"
        } else {
            $isQuoted = $element.StringConstantType -and $element.StringConstantType -ne 'BareWord'
            for ($offset = 0; $offset -lt $sizes[$element]; $offset++) {
                New-Word $Argument[$index + $offset] $isQuoted
            }
        }
        $index += $sizes[$element]
    }
}

# A program gets each value of a list that has a space in it, but from the first that has none
# on the text as it was typed, split where that has spaces.
function Get-WordOfList {
    param([ArrayLiteralAst] $Element, [object[]] $Value)

    foreach ($each in $Value) {
        if ("$each" -match '\s') {
            New-Word $each $true
        } elseif ("$each") {
            foreach ($part in $Element.Extent.Text -split ' ' -ne '') {
                New-Word $part
            }
            return
        }
    }
}
