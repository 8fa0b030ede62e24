<#
.SYNOPSIS
    Loads the snippet that came with the helper, so that the two always fit.

.DESCRIPTION
    It is wherever install.sh, pipx, uv tool or a package has put it. Without a helper this
    does nothing. It starts no process.
#>

$data = if ($env:XDG_DATA_HOME) { $env:XDG_DATA_HOME } else { "$HOME/.local/share" }
foreach ($place in $data, '/opt', '/usr/share') {
    $snippet = "$place/pep668hook/pep668hook.ps1"
    if ([IO.File]::Exists($snippet)) {
        . $snippet
        return
    }
}

# Where `pep668hook install` was not run, the command leads into its environment.
$program = $ExecutionContext.InvokeCommand.GetCommand('pep668hook', 'Application')
if (-not $program) {
    return
}
$link = [IO.File]::ResolveLinkTarget($program.Path, $true)
$real = if ($link) { $link.FullName } else { $program.Path }
$prefix = [IO.Path]::GetDirectoryName([IO.Path]::GetDirectoryName($real))
if (-not [IO.Directory]::Exists("$prefix/lib")) {
    return
}
foreach ($version in [IO.Directory]::GetDirectories("$prefix/lib", 'python3*')) {
    $package = "$version/site-packages/pep668hook"
    if ([IO.File]::Exists("$package/_snippets/pep668hook.ps1")) {
        $global:__pep668hook_init_python = "$prefix/bin/python"
        $global:__pep668hook_init_watch = "$package/watch.py"
        $global:__pep668hook_init_snippets = "$package/_snippets"
        . "$package/_snippets/pep668hook.ps1"
        return
    }
}
