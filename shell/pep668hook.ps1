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
    # A constrained session may do nothing of what follows.
    if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
        return
    }

    # Whether somebody types into this session. PowerShell tells no script, but was told
    # itself: it also reads a profile to run a command or a file.
    $flag = '\n-+(no[lpe]|l|sta$|mta$|i(nteractive)?$).*'
    $withValue = '\n-+(settings|con|cus|wo|wd|w$|win|inp|if|o|ex|ep|encodeda|ea|v|ps).*\n.*'
    $options = "(?im)\A.*($flag|$withValue)*"
    $line = [Environment]::GetCommandLineArgs() -join "`n"
    if ($line -match "$options\n-+noni" -or
        $line -notmatch "$options\z" -and $line -notmatch "$options\n-+noe") {
        return
    }

    # The wrapper lies beside this file. The text that `pep668hook init powershell` prints
    # lies nowhere, and names the place.
    $directory = $ExecutionContext.SessionState.PSVariable.GetValue(
        '__pep668hook_init_snippets', $PSScriptRoot)

    # Each name that leads to a program, and to no alias or function of the user's. This asks
    # the providers, as the cmdlets for it would first have to be loaded.
    $item = $ExecutionContext.SessionState.InvokeProvider.Item
    $names = foreach ($name in 'pip', 'pip3') {
        if (-not $item.Exists("Alias:$name") -and -not $item.Exists("Function:$name") -and
            $ExecutionContext.InvokeCommand.GetCommand($name, 'Application')) {
            $name
        }
    }

    # What a module exports is there for the whole session, wherever this is loaded from.
    if ($names) {
        $module = @{ Name = 'pep668hook'; ArgumentList = @($names), $directory }
        Microsoft.PowerShell.Core\New-Module @module -ScriptBlock {
            param([string[]] $Names, [string] $Directory)

            $item = $ExecutionContext.SessionState.InvokeProvider.Item
            foreach ($name in $Names) {
                $null = $item.Set("Alias:$name", "$Directory/pep668hook.pip.ps1")
            }
            Microsoft.PowerShell.Core\Export-ModuleMember -Alias $Names
        } | Microsoft.PowerShell.Core\Import-Module -Global
    }
    # What no alias can wrap is met when the prompt comes back.
    $isOwn = -not $item.Exists('Alias:pep668hook') -and -not $item.Exists('Function:pep668hook')
    if (-not $IsWindows -and $isOwn) {
        $module = @{ Name = 'pep668hook.prompt'; ArgumentList = "$directory/pep668hook.command.ps1" }
        Microsoft.PowerShell.Core\New-Module @module -ScriptBlock {
            param([string] $Command)

            $provider = $ExecutionContext.SessionState.InvokeProvider.Item
            $null = $provider.Set('Alias:pep668hook', $Command)
            $before = $function:prompt
            $seen = 0

            # Looks at the line if it has failed, and leaves `$?` to the prompt that was there.
            function Get-Prompt {
                if ($?) {
                    & $before
                    return
                }
                $code = $global:LASTEXITCODE
                $last = Microsoft.PowerShell.Core\Get-History -Count 1
                $answered = $ExecutionContext.SessionState.PSVariable.GetValue(
                    'global:__pep668hook_answered')
                if ($code -in 1, 2 -and $last -and $last.Id -notin $script:seen, $answered -and
                    $last.CommandLine -clike '*pip*install*') {
                    $script:seen = $last.Id
                    & $Command after $last.CommandLine $code |
                        Microsoft.PowerShell.Core\Out-Host
                    if ($global:LASTEXITCODE -ne $code) {
                        prompt # an environment brings one of its own
                        return
                    }
                }
                Microsoft.PowerShell.Utility\Write-Error 'failed' -ErrorAction Ignore
                & $before
            }
            $null = $provider.Set('Function:global:prompt', ${function:Get-Prompt})
            $ExecutionContext.SessionState.Module.OnRemove = {
                $null = $provider.Set('Function:global:prompt', $before)
            }
            Microsoft.PowerShell.Core\Export-ModuleMember -Alias pep668hook
        } | Microsoft.PowerShell.Core\Import-Module -Global
    }
}

