<#
.SYNOPSIS
    Loads pep668hook into an interactive PowerShell.

.DESCRIPTION
    It wraps pip and pip3, and does nothing until PEP 668 refuses one of them. Loading it
    starts no process and no other module, and it has no part in the prompt.
    `Remove-Module pep668hook` takes it out of the session again.

    The wrapper is a script beside this file, which two aliases lead to. A function would
    not do: it cannot fail as a program does, so && and || would go by a wrong status.

.EXAMPLE
    . ~/.local/share/pep668hook/pep668hook.ps1

    Loads it, from $PROFILE or by hand.
#>

Remove-Module -Name pep668hook -ErrorAction Ignore

# The text that `pep668hook init powershell` prints has no place of its own, and names the
# one of the scripts. This file has the wrapper beside itself.
New-Module -Name pep668hook -ArgumentList @(
    $ExecutionContext.SessionState.PSVariable.GetValue('__pep668hook_init_snippets', $PSScriptRoot)
) -ScriptBlock {
    param([string] $directory)

    # Whether somebody types into this session. PowerShell tells no script, but it was told
    # itself: it also reads a profile to run a command or a file.
    $flag = '\n-+(no[lpe]|l|sta$|mta$|i(nteractive)?$).*'
    $withValue = '\n-+(settings|con|cus|wo|wd|w$|win|inp|if|o|ex|ep|encodeda|ea|v|ps).*\n.*'
    $options = "(?im)\A.*($flag|$withValue)*"
    $line = [Environment]::GetCommandLineArgs() -join "`n"
    $isInteractive = $line -notmatch "$options\n-+noni" -and
        ($line -match "$options\z" -or $line -match "$options\n-+noe")

    # A constrained session may not do what the wrapper does.
    $mayWrap = $ExecutionContext.SessionState.LanguageMode -eq 'FullLanguage'

    # A name that leads to a program, and is not the user's own alias or function. This asks
    # the providers themselves: a cmdlet for it would first have to load its module.
    $item = $ExecutionContext.SessionState.InvokeProvider.Item
    $names = foreach ($name in 'pip', 'pip3') {
        if ($isInteractive -and $mayWrap -and
            -not $item.Exists("Alias:$name") -and -not $item.Exists("Function:$name") -and
            $ExecutionContext.InvokeCommand.GetCommand($name, 'Application')) {
            $null = $item.Set("Alias:$name", "$directory/pep668hook.pip.ps1")
            $name
        }
    }
    Export-ModuleMember -Alias $names
} | Import-Module -Global
