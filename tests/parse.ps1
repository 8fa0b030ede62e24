<#
.SYNOPSIS
    Says what PowerShell's own parser has against the files, and fails if it has something.

.DESCRIPTION
    Windows PowerShell has to be able to read them, too, be it only to leave: nothing in
    them is younger than it, or not ASCII.
#>
param([Parameter(Mandatory, ValueFromRemainingArguments)] [string[]] $File)

# What 5.1 cannot parse.
$younger = 'AndAnd', 'OrOr', 'QuestionMark', 'QuestionDot', 'QuestionLBracket',
    'QuestionQuestion', 'QuestionQuestionEquals', 'Clean'

$faults = foreach ($each in $File) {
    $tokens = $errors = $null
    $path = (Resolve-Path -LiteralPath $each).ProviderPath
    $null = [System.Management.Automation.Language.Parser]::ParseFile(
        $path, [ref] $tokens, [ref] $errors)
    foreach ($fault in $errors) {
        "${each}:$($fault.Extent.StartLineNumber): $($fault.Message)"
    }
    foreach ($token in $tokens) {
        if ($token.Kind -in $younger) {
            "${each}:$($token.Extent.StartLineNumber): 5.1 has no $($token.Text)"
        }
    }
    if ([System.IO.File]::ReadAllText($path) -match '[^\x00-\x7f]') {
        "${each}: not all of it is ASCII"
    }
}
$faults
exit [int] [bool] $faults
