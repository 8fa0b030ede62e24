<#
.SYNOPSIS
    Loads pep668hook into an interactive PowerShell.

.DESCRIPTION
    It wraps pip and pip3, looks at lines that have failed, and does nothing until PEP 668
    refuses a pip. Loading it starts no process and loads no other module, and a prompt
    starts none.
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

    # Each name that leads to a program, and to no alias or function of the user's. Neither
    # this nor what follows asks a provider or another module: that would take its time.
    $names = @(foreach ($name in 'pip', 'pip3') {
            $found = $ExecutionContext.InvokeCommand.GetCommand(
                $name, 'Alias, Function, Application')
            if ($found -and $found.CommandType -eq 'Application') {
                $name
            }
        })

    # What `fix` offers and `undo` takes back has to be done in this very session.
    if ($null -eq ${Alias:pep668hook} -and $null -eq ${Function:pep668hook}) {
        $names += 'pep668hook'
    }

    # Loaded already, it has a place in the prompt, too. What a module exports is there for the
    # whole session, wherever this is loaded from.
    $isLoaded = [bool] (Microsoft.PowerShell.Core\Get-Module pep668hook)
    if (-not $names -and $isLoaded) {
        return
    }
    $module = @{ Name = 'pep668hook'; ArgumentList = $names, $directory, $isLoaded }
    Microsoft.PowerShell.Core\New-Module @module -ScriptBlock {
        param([string[]] $Names, [string] $Directory, [bool] $IsLoaded)

        $script = "$Directory/pep668hook.pip.ps1"
        $command = "$Directory/pep668hook.command.ps1"
        if ('pip' -in $Names) { ${Alias:pip} = $script }
        # By another way to the same script, which tells the two names apart where it is gone.
        $script3 = "$Directory/./pep668hook.pip.ps1"
        if ('pip3' -in $Names) { ${Alias:pip3} = $script3 }
        if ('pep668hook' -in $Names) { ${Alias:pep668hook} = $command }
        Microsoft.PowerShell.Core\Export-ModuleMember -Alias $Names
        if ($IsLoaded) {
            return
        }

        # After an uninstallation these aliases lead nowhere in a session that is still open:
        # then each name is that of the program again.
        $invoker = $ExecutionContext.InvokeCommand
        $search = $invoker.CommandNotFoundAction
        $programs = @{ $script = 'pip'; $script3 = 'pip3'; $command = 'pep668hook' }
        $find = {
            [System.Diagnostics.DebuggerHidden()]
            param($Name, $Lookup)

            if ($programs.ContainsKey($Name)) {
                $Lookup.Command = $invoker.GetCommand($programs[$Name], 'Application')
            } elseif ($search) {
                $search.Invoke($Name, $Lookup)
            }
        }
        $invoker.CommandNotFoundAction = $find
        $finder = $invoker.CommandNotFoundAction

        # Looks at the line if it has failed, as a refused pip does, and leaves `$?` and
        # `$LASTEXITCODE` to the prompt that was there.
        $before = $function:prompt
        $seen = 0
        $ours = {
            [System.Diagnostics.DebuggerHidden()]
            param()

            if ($?) {
                & $before
                return
            }
            $variables = $ExecutionContext.SessionState.PSVariable
            $code = $variables.GetValue('global:LASTEXITCODE')
            $met = $seen, $variables.GetValue('global:__pep668hook_answered'),
                $variables.GetValue('global:__pep668hook_met')
            $last = Microsoft.PowerShell.Core\Get-History -Count 1
            if ($code -in 1, 2 -and $last -and $last.Id -notin $met -and
                $last.CommandLine -clike '*pip*install*') {
                $script:seen = $last.Id
                $whole = $function:prompt
                # What a program writes here would become text of the prompt, or get lost. It
                # has the terminal in a pipeline such as the host makes of a line.
                $line = [powershell]::Create('CurrentRunspace').AddCommand($command)
                $null = $line.AddArgument('after').AddArgument($last.CommandLine)
                $null = $line.AddArgument($code)
                $null = $line.AddCommand('Microsoft.PowerShell.Core\Out-Default')
                $line.Commands.Commands[1].MergeUnclaimedPreviousCommandResults =
                    'Error, Output'
                try {
                    $null = $line.Invoke()
                } catch {
                    $null = $_ # a program that fails does so in words of its own
                }
                if ($function:prompt -ne $whole) {
                    prompt # an environment brings one of its own
                    return
                }
            }
            # Fails, and says nothing.
            Microsoft.PowerShell.Core\Get-History -Id ([long]::MaxValue) -ErrorAction Ignore
            & $before
        }
        ${Function:global:prompt} = $ours
        $ExecutionContext.SessionState.Module.OnRemove = {
            if ($function:prompt -eq $ours) { ${Function:global:prompt} = $before }
            if ($invoker.CommandNotFoundAction -eq $finder) {
                $invoker.CommandNotFoundAction = $search
            }
        }
    } | Microsoft.PowerShell.Core\Import-Module -Global
}
