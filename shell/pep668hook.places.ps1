<#
.SYNOPSIS
    Tells the scripts beside this file where the helper is, and where records of refusals go.
#>

[System.Diagnostics.DebuggerHidden()]
param()

# Finds the helper: where `pep668hook init powershell` said, else beside this file.
function Get-Helper {
    [System.Diagnostics.DebuggerHidden()]
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
    @{
        Python = $python
        Watch = $watch
        IsThere = [IO.File]::Exists($python) -and [IO.File]::Exists($watch)
    }
}

# Gives a new name in the directory that the helper keeps records of refusals in, which is
# made; none where that is not the user's alone.
function Get-RecordName {
    [System.Diagnostics.DebuggerHidden()]
    param()

    # Only root could write into a directory that another user's session has left behind.
    $runtime = @{ LiteralPath = $env:XDG_RUNTIME_DIR; Force = $true }
    $isMine = [IO.Directory]::Exists($env:XDG_RUNTIME_DIR) -and (
        [Environment]::UserName -ne 'root' -or
        (Microsoft.PowerShell.Management\Get-Item @runtime).User -eq 'root')
    $directory = if ($isMine) {
        "$env:XDG_RUNTIME_DIR/pep668hook"
    } elseif ($env:XDG_CACHE_HOME) {
        "$env:XDG_CACHE_HOME/pep668hook/run"
    } elseif ($env:LOCALAPPDATA) {
        "$env:LOCALAPPDATA/pep668hook/run"
    } elseif ([IO.Directory]::Exists($env:HOME)) {
        "$env:HOME/.cache/pep668hook/run"
    } else {
        return
    }
    if (-not [IO.Path]::IsPathRooted($directory)) {
        return
    }
    try {
        $mode = [IO.UnixFileMode] 'UserRead, UserWrite, UserExecute'
        if ([Environment]::OSVersion.Platform -eq 'Win32NT') {
            $null = [IO.Directory]::CreateDirectory($directory)
        } elseif (-not [IO.Directory]::Exists($directory)) {
            $null = [IO.Directory]::CreateDirectory($directory, $mode)
        } elseif ([IO.File]::GetUnixFileMode($directory) -band -bnot $mode) {
            return # who else can write there could leave steps of their own
        }
        "$directory/$PID-$([DateTime]::UtcNow.Ticks)"
    } catch {
        $Error.RemoveAt(0) # it is no error of the user's
        return # it cannot be made, and nothing is asked
    }
}
