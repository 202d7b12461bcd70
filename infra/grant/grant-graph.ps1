<#
.SYNOPSIS
Grants the app's identity its permission in Microsoft Graph, with Microsoft Graph PowerShell. Calling it again changes
nothing. It needs the modules Microsoft.Graph.Authentication and Microsoft.Graph.Applications.

.PARAMETER PrincipalId
Object id of the managed identity.

.PARAMETER Role
CallRecords.Read.All is enough for everything that the app does.

.PARAMETER Check
Grants nothing, only says what is there.
#>
[CmdletBinding()]
param(
  [ValidatePattern('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')]
  [string] $PrincipalId = $env:IDENTITY_PRINCIPAL_ID,

  [ValidateSet('global', 'usgov-high', 'usgov-dod')]
  [string] $Cloud = $(if ($env:GRAPH_CLOUD) { $env:GRAPH_CLOUD } else { 'global' }),

  [ValidateSet('CallRecords.Read.All', 'CallRecord-PstnCalls.Read.All')]
  [string[]] $Role = @('CallRecords.Read.All'),

  [switch] $Check
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

if ($env:GRAPH_IS_GRANTED -eq 'true') {
  Write-Output 'Not looked up: GRAPH_IS_GRANTED says that the permission in Graph is there.'
  exit 0
}
if (-not $PrincipalId) { throw 'Say which identity: -PrincipalId, the object id of the managed identity.' }

$environment = @{ 'global' = 'Global'; 'usgov-high' = 'USGov'; 'usgov-dod' = 'USGovDoD' }[$Cloud]
$scopes = @('Application.Read.All')
if (-not $Check) { $scopes += 'AppRoleAssignment.ReadWrite.All' }

try {
  if (-not (Get-Command Get-MgServicePrincipal -ErrorAction SilentlyContinue)) {
    throw 'Microsoft Graph PowerShell is not here: Install-Module Microsoft.Graph.Authentication, Microsoft.Graph.Applications -Scope CurrentUser'
  }
  Connect-MgGraph -Environment $environment -Scopes $scopes -NoWelcome

  # Microsoft Graph's own application has this id in every tenant and cloud; the ids of its roles are looked up.
  $graph = Get-MgServicePrincipal -Filter "appId eq '00000003-0000-0000-c000-000000000000'"
  $assignments = @(Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $PrincipalId -All)

  foreach ($name in $Role) {
    $appRole = $graph.AppRoles | Where-Object { $_.Value -eq $name -and $_.AllowedMemberTypes -contains 'Application' }
    if (-not $appRole) { throw "Microsoft Graph in $Cloud has no application role $name." }

    if ($assignments | Where-Object { $_.AppRoleId -eq $appRole.Id -and $_.ResourceId -eq $graph.Id }) {
      Write-Output "Granted already: $name for $PrincipalId."
      continue
    }
    if ($Check) { throw 'Nothing was changed.' }

    $body = @{ principalId = $PrincipalId; resourceId = $graph.Id; appRoleId = $appRole.Id }
    New-MgServicePrincipalAppRoleAssignedTo -ServicePrincipalId $graph.Id -BodyParameter $body | Out-Null
    Write-Output "Granted: $name for $PrincipalId."
  }
}
catch {
  [Console]::Error.WriteLine(@"
NOT GRANTED: $($Role -join ' ') in Microsoft Graph for the identity $PrincipalId. $_

A Privileged Role Administrator or Global Administrator of the tenant runs:

  infra/grant/grant-graph.ps1 -PrincipalId $PrincipalId -Cloud $Cloud

or, with the Azure CLI:

  infra/grant/grant-graph.sh --principal-id $PrincipalId --cloud $Cloud

Deploy the package only afterwards (azd deploy): a token that the app gets before the grant may stay in use for a day.
Where it is granted and you may not look it up: azd env set GRAPH_IS_GRANTED true.
"@)
  exit 1
}
