@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @()
    Rules        = @{
        # Windows PowerShell has to be able to read the snippet, be it only to leave.
        PSUseCompatibleSyntax = @{
            Enable         = $true
            TargetVersions = @('5.1', '7.0')
        }
    }
}
