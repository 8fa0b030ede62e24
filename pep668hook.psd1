@{
    RootModule        = 'pep668hook.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '0a93d0b9-fefb-4e83-af53-2ae23d9b2357'
    Author            = 'The pep668hook authors'
    CompanyName       = 'The pep668hook authors'
    Copyright         = 'MIT'
    Description       = 'Turns the error externally-managed-environment of pip into one keystroke.'
    PowerShellVersion = '7.0'
    FunctionsToExport = @()
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
