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

# PowerShell compiles at every start what runs here, and each kind of operation that is the
# first of its kind takes a millisecond or more. So there are few kinds; types go by their full
# names, for by short ones every assembly is searched; and parameters go by theirs.
& {
    # A constrained session may do nothing of what follows. The first mode, 0, is the full one.
    if ($ExecutionContext.SessionState.LanguageMode) {
        return
    }

    # Whether somebody types into this session. PowerShell tells no script, but was told
    # itself: it also reads a profile to run a command or a file. These are its options as far
    # as they leave that open, then their end, or what follows where it is to stay.
    $line = [System.Environment]::GetCommandLineArgs() -join "`n"
    if ($line -notmatch '(?imx) \A .*
            (?> ( \n-+ ( (?<stays>noe) | no[lp] | l | sta$ | mta$ | i(nteractive)?$ ) .*
                | \n-+ ( settings | con | cus | wo | wd | w$ | win | inp | if | o | ex | ep
                       | encodeda | ea | v | ps ) .* \n .* )* )
            (?(stays) (?! \n-+noni ) | \z )') {
        return
    }

    # Loaded already it has a place in the prompt, too, and is wanted only where a name leads to
    # the program again. To ask what modules there are takes longer.
    $isLoaded = (${Alias:pep668hook} -or ${Function:pep668hook}) -and
        (Microsoft.PowerShell.Core\Get-Module -Name pep668hook)
    if ($isLoaded -and -not ('pip', 'pip3').Where({
                $ExecutionContext.InvokeCommand.GetCommand($_, 'Alias, Function, Application') -is
                [System.Management.Automation.ApplicationInfo] })) {
        return
    }

    $module = Microsoft.PowerShell.Core\New-Module -Name pep668hook -ArgumentList (
        $isLoaded) -ScriptBlock {
        # The scripts lie beside this file. The text that `pep668hook init powershell` prints
        # lies nowhere, and names the place.
        $directory = ${Variable:__pep668hook_init_snippets}
        if (-not $directory) { $directory = $PSScriptRoot }
        $script = "$directory/pep668hook.pip.ps1"
        # By another way to the same script, which tells the two names apart where it is gone.
        $script3 = "$directory/./pep668hook.pip.ps1"
        $command = "$directory/pep668hook.command.ps1"

        # Each name that leads to a program, and to no alias or function of the user's.
        $invoker = $ExecutionContext.InvokeCommand
        $kinds = 'Alias, Function, Application'
        if ($invoker.GetCommand('pip', $kinds) -is
            [System.Management.Automation.ApplicationInfo]) {
            ${Alias:pip} = $script
        }
        if ($invoker.GetCommand('pip3', $kinds) -is
            [System.Management.Automation.ApplicationInfo]) {
            ${Alias:pip3} = $script3
        }
        # What `fix` offers and `undo` takes back has to be done in this very session.
        if (-not ${Alias:pep668hook} -and -not ${Function:pep668hook}) {
            ${Alias:pep668hook} = $command
        }
        Microsoft.PowerShell.Core\Export-ModuleMember -Alias *
        if ($args[0]) {
            return
        }

        # After an uninstallation these aliases lead nowhere in a session that is still open:
        # then each name is that of the program again.
        $search = $invoker.CommandNotFoundAction
        $find = {
            [System.Diagnostics.DebuggerHidden()]
            param($Name, $Lookup)

            $program = switch ($Name) {
                $script { 'pip' }
                $script3 { 'pip3' }
                $command { 'pep668hook' }
            }
            if ($program) {
                $Lookup.Command = $invoker.GetCommand($program, 'Application')
            } elseif ($search) {
                $search.Invoke($Name, $Lookup)
            }
        }
        $invoker.CommandNotFoundAction = $find
        $finder = $invoker.CommandNotFoundAction

        # Looks at the line if it has failed, as a refused pip does. What is done then is a
        # block of its own, so that it is not compiled before.
        $before = $function:prompt
        $ours = {
            [System.Diagnostics.DebuggerHidden()]
            param()

            if ($?) { & $before } else { . $look }
        }

        # Leaves `$?` and `$LASTEXITCODE` to the prompt that was there.
        $seen = 0
        $look = {
            [System.Diagnostics.DebuggerHidden()]
            param()

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
    }
    Microsoft.PowerShell.Core\Import-Module -ModuleInfo $module -Global
}
