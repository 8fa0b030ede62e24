<#
.SYNOPSIS
    Reads back what the caller wrote, for pep668hook.pip.ps1 and pep668hook.command.ps1.

.DESCRIPTION
    On the way to $args something of it is lost: the first `--`, how a list was typed, and
    what was quoted and so is no pattern for the names of files.
#>

using namespace System.Management.Automation.Language

# Who traces or steps through their own code sees one command, hence this at every block.
[System.Diagnostics.DebuggerHidden()]
param()

# Finds the command that led here in the text of who wrote it.
function Find-Call {
    [System.Diagnostics.DebuggerHidden()]
    param([System.Management.Automation.InvocationInfo] $Invocation)

    foreach ($frame in [runspace]::DefaultRunspace.Debugger.GetCallStack()) {
        if ("$($frame.ScriptName)" -notlike '*/pep668hook.*.ps1') {
            break
        }
    }
    $text = $frame.Position.StartScriptPosition.GetFullScript()
    $syntax = [Parser]::ParseInput($text, [ref] $null, [ref] $null)
    $syntax.Find({
            [System.Diagnostics.DebuggerHidden()]
            param([Ast] $Node)
            $Node -is [CommandAst] -and
            $Node.Extent.StartLineNumber -eq $Invocation.ScriptLineNumber -and
            $Node.Extent.StartColumnNumber -eq $Invocation.OffsetInLine
        }, $true)
}

# Names the program. After `&` or `.` PowerShell does not tell by what name it came here.
function Get-ProgramName {
    [System.Diagnostics.DebuggerHidden()]
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

# Adds the words that a program would have got from the caller to a list, and gives for each
# what stands for it in a text that the list is called `$words` in.
function Get-Place {
    [System.Diagnostics.DebuggerHidden()]
    param(
        [CommandAst] $Call,
        [object[]] $Argument,
        [System.Collections.Generic.List[object]] $List
    )

    $words = try {
        @(Get-Word $Call $Argument)
    } catch {
        # Nothing tells how they were written.
        @(foreach ($each in $Argument) { @{ Value = $each; IsQuoted = $false } })
    }
    foreach ($word in $words) {
        $place = "`$words[$($List.Count)]"
        if ($word.IsQuoted) { "`"`$($place)`"" } else { $place }
        $List.Add($word.Value)
    }
}

# Gives the words that a program would have got from the caller.
function Get-Word {
    [System.Diagnostics.DebuggerHidden()]
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
    [System.Diagnostics.DebuggerHidden()]
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
    [System.Diagnostics.DebuggerHidden()]
    param([Ast] $Element)

    ($Element -is [StringConstantExpressionAst] -or
    $Element -is [ExpandableStringExpressionAst]) -and $Element.StringConstantType -ne 'BareWord'
}

# Makes a pipeline that stands where the caller wrote theirs: an error in it looks as it
# would if there were no script in between. Nothing that was typed goes into the text.
function ConvertTo-Block {
    [System.Diagnostics.DebuggerHidden()]
    param([string] $Text, [CommandAst] $Call)

    $hidden = "[System.Diagnostics.DebuggerHidden()] param() $Text"
    if (-not $Call) {
        return [scriptblock]::Create($hidden)
    }
    $block = [Parser]::ParseInput($hidden, [ref] $null, [ref] $null)
    # What the caller merges into the output (2>&1) PowerShell has to read from the program.
    $merging = foreach ($each in $Call.Redirections) {
        if ($each -is [MergingRedirectionAst]) { $each.Copy() }
    }
    $commands = foreach ($each in $block.EndBlock.Statements[0].PipelineElements) {
        if ($each -is [CommandAst]) {
            $elements = foreach ($element in $each.CommandElements) { $element.Copy() }
            [CommandAst]::new(
                $Call.Extent, [CommandElementAst[]] $elements, $each.InvocationOperator,
                [RedirectionAst[]] $merging)
        } else {
            $each.Copy()
        }
    }
    $pipeline = [PipelineAst]::new($Call.Extent, [CommandBaseAst[]] $commands)
    $body = [StatementBlockAst]::new($Call.Extent, [StatementAst[]] $pipeline, $null)
    [ScriptBlockAst]::new($Call.Extent, $block.ParamBlock.Copy(), $body, $false).GetScriptBlock()
}
