<#
.SYNOPSIS
    Loads pep668hook into an interactive PowerShell.

.DESCRIPTION
    It wraps pip and pip3, and does nothing until PEP 668 refuses one of them. Loading it
    starts no process and loads no other module, and it has no part in the prompt.
    `Remove-Module pep668hook` takes it out of the session again.

    The wrapper is a script beside this file, which two aliases lead to. A function would
    not do: it cannot fail as a program does, so && and || would go by a wrong status.

.EXAMPLE
    . ~/.local/share/pep668hook/pep668hook.ps1

    Loads it, from $PROFILE or by hand.
#>

& {
    param([string] $Directory)

    # Whether somebody types into this session. PowerShell tells no script, but was told
    # itself: it also reads a profile to run a command or a file.
    $flag = '\n-+(no[lpe]|l|sta$|mta$|i(nteractive)?$).*'
    $withValue = '\n-+(settings|con|cus|wo|wd|w$|win|inp|if|o|ex|ep|encodeda|ea|v|ps).*\n.*'
    $options = "(?im)\A.*($flag|$withValue)*"
    $line = [Environment]::GetCommandLineArgs() -join "`n"
    $isInteractive = $line -notmatch "$options\n-+noni" -and
        ($line -match "$options\z" -or $line -match "$options\n-+noe")

    # A constrained session may not do what the wrapper does.
    if (-not $isInteractive -or
        $ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
        return
    }

    # Each name that leads to a program, and to no alias or function of the user's. The
    # providers are asked themselves: a cmdlet would have to load its module first.
    Remove-Module -Name pep668hook -ErrorAction Ignore
    $item = $ExecutionContext.SessionState.InvokeProvider.Item
    $names = @('pip', 'pip3') | Where-Object {
        -not $item.Exists("Alias:$_") -and -not $item.Exists("Function:$_") -and
        $ExecutionContext.InvokeCommand.GetCommand($_, 'Application')
    }

    # A module's alias is there for the whole session, wherever this is loaded from.
    New-Module -Name pep668hook -ArgumentList $names, "$Directory/pep668hook.pip.ps1" {
        param([string[]] $Names, [string] $Wrapper)

        foreach ($name in $Names) {
            Set-Content -Path "Alias:$name" -Value $Wrapper
        }
        Export-ModuleMember -Alias $Names
    } | Import-Module -Global

# The text that `pep668hook init powershell` prints lies nowhere, and names where the rest
# is. This file has it beside itself.
} $ExecutionContext.SessionState.PSVariable.GetValue(
    '__pep668hook_init_snippets', $PSScriptRoot)
