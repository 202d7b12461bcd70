<#
.SYNOPSIS
Registers the readers' app in Microsoft Entra ID, so that people can sign in to it, and gives them roles, with Microsoft
Graph PowerShell. Calling it again changes nothing, or brings the registration up to date. It needs the module
Microsoft.Graph.Authentication.

.DESCRIPTION
Without -Role it registers, and prints the client id that the deployment needs. With -Role and -To it gives a role.

.PARAMETER App
Name of the readers' function app.

.PARAMETER Url
Where readers reach it.

.PARAMETER PrincipalId
Object id of the readers' managed identity.

.PARAMETER AllowAzureCli
Lets people who have a role ask with a token of the Azure CLI: docs/reader.md.

.PARAMETER To
A user principal name, or the object id of a user, a group or a program's service principal.
#>
[CmdletBinding()]
param(
  [ValidatePattern('^[a-zA-Z0-9-]{2,60}$')]
  [string] $App = $env:READER_APP_NAME,

  [ValidatePattern('^https://[a-zA-Z0-9.-]+$')]
  [string] $Url = $env:READER_URL,

  [ValidatePattern('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')]
  [string] $PrincipalId = $env:READER_PRINCIPAL_ID,

  [ValidateSet('global', 'usgov-high', 'usgov-dod')]
  [string] $Cloud = $(if ($env:GRAPH_CLOUD) { $env:GRAPH_CLOUD } else { 'global' }),

  [switch] $AllowAzureCli,

  [ValidateSet('Calls.Read.Limited', 'Calls.Read', 'Calls.Read.Raw', 'Archive.Audit')]
  [string] $Role,

  [ValidatePattern('^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[^\s/?#@'']+@[^\s/?#@'']+)$')]
  [string] $To
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

if (-not $App) { throw 'Say which app: -App, the name of the readers'' function app.' }
if ([bool] $Role -ne [bool] $To) { throw '-Role and -To go together.' }
if (-not $Role -and -not ($Url -and $PrincipalId)) {
  throw 'Say where readers reach the app (-Url) and which identity it has (-PrincipalId).'
}

$environment = @{ 'global' = 'Global'; 'usgov-high' = 'USGov'; 'usgov-dod' = 'USGovDoD' }[$Cloud]
$login = if ($Cloud -eq 'global') { 'https://login.microsoftonline.com' } else { 'https://login.microsoftonline.us' }
$audience = if ($Cloud -eq 'global') { 'api://AzureADTokenExchange' } else { 'api://AzureADTokenExchangeUSGov' }
$scopes = @('Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'Directory.Read.All', 'DelegatedPermissionGrant.ReadWrite.All')

function Get-Graph([string] $Path) { Invoke-MgGraphRequest -Method GET -Uri "v1.0/$Path" }

function Send-Graph([string] $Method, [string] $Path, [string] $Body) {
  # Creates what is missing: https://learn.microsoft.com/graph/api/application-upsert
  $headers = if ($Method -eq 'PATCH') { @{ Prefer = 'create-if-missing' } } else { @{} }
  Invoke-MgGraphRequest -Method $Method -Uri "v1.0/$Path" -Body $Body -ContentType 'application/json' -Headers $headers | Out-Null
}

function Register-Reader {
  $tenantId = (Get-MgContext).TenantId
  # Microsoft Graph's own application has this id in every tenant and cloud.
  $graphId = (Get-Graph "servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?`$select=id").id
  $registration = (Get-Content -Raw (Join-Path $PSScriptRoot 'reader-registration.json')).Replace('READER-APP-NAME', $App).Replace('READER-URL', $Url)

  Send-Graph PATCH "applications(uniqueName='$App')" $registration
  $clientId = (Get-Graph "applications(uniqueName='$App')?`$select=appId").appId
  # Instead of a secret: https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
  Send-Graph PATCH "applications(appId='$clientId')/federatedIdentityCredentials(name='reader-identity')" (
    @{ issuer = "$login/$tenantId/v2.0"; subject = $PrincipalId; audiences = @($audience) } | ConvertTo-Json)
  # Nobody signs in, and no program gets a token, without a role.
  Send-Graph PATCH "servicePrincipals(appId='$clientId')" '{"appRoleAssignmentRequired":true}'

  # Where a role is required, Entra ID asks no reader for consent: it is given once for all, to the sign-in alone.
  $readerId = (Get-Graph "servicePrincipals(appId='$clientId')?`$select=id").id
  $consented = (Get-Graph "oauth2PermissionGrants?`$filter=clientId eq '$readerId' and resourceId eq '$graphId'").value
  if (-not $consented) {
    Send-Graph POST 'oauth2PermissionGrants' (
      @{ clientId = $readerId; consentType = 'AllPrincipals'; resourceId = $graphId; scope = 'openid profile email' } | ConvertTo-Json)
  }

  if ($AllowAzureCli) {
    # The Azure CLI has this id in every tenant, and the scope the id in reader-registration.json.
    Send-Graph PATCH "applications(appId='$clientId')" '{"api":{"preAuthorizedApplications":[{"appId":"04b07795-8ddb-461a-bbee-02f9e1bf7b46","delegatedPermissionIds":["521f91a6-ba36-435a-9b9f-406cdda8b0a4"]}]}}'
  }
  Write-Output "Registered: $App at $Url. The deployment needs this:"
  Write-Output "READER_CLIENT_ID=$clientId"
}

function Add-Role {
  $clientId = (Get-Graph "applications(uniqueName='$App')?`$select=appId").appId
  $reader = Get-Graph "servicePrincipals(appId='$clientId')?`$select=id,appRoles"
  $roleId = ($reader.appRoles | Where-Object { $_.value -eq $Role }).id
  if (-not $roleId) { throw "The registration of $App has no role $Role." }

  $who = if ($To.Contains('@')) { Get-Graph "users/$To`?`$select=id" } else { Get-Graph "directoryObjects/$To" }
  $kind = if ($To.Contains('@')) { 'user' } else { $who.'@odata.type'.Split('.')[-1] }
  if ($kind -notin 'user', 'group', 'servicePrincipal') { throw "$To is a $kind, not a user, a group or a program's service principal." }

  $given = (Get-Graph "${kind}s/$($who.id)/appRoleAssignments?`$filter=resourceId eq $($reader.id)").value |
    Where-Object { $_.appRoleId -eq $roleId -and $_.principalId -eq $who.id }
  if ($given) {
    Write-Output "Given already: $Role to $To."
    return
  }
  Send-Graph POST "servicePrincipals/$($reader.id)/appRoleAssignedTo" (
    @{ principalId = $who.id; resourceId = $reader.id; appRoleId = $roleId } | ConvertTo-Json)
  Write-Output "Given: $Role to $To."
}

try {
  if (-not (Get-Command Invoke-MgGraphRequest -ErrorAction SilentlyContinue)) {
    throw 'Microsoft Graph PowerShell is not here: Install-Module Microsoft.Graph.Authentication -Scope CurrentUser'
  }
  Connect-MgGraph -Environment $environment -Scopes $scopes -NoWelcome
  if ($Role) { Add-Role } else { Register-Reader }
}
catch {
  $shell = if ($Role) { "--app $App --role $Role --to $To --cloud $Cloud" } else { "--app $App --url $Url --principal-id $PrincipalId --cloud $Cloud" }
  $power = if ($Role) { "-App $App -Role $Role -To $To -Cloud $Cloud" } else { "-App $App -Url $Url -PrincipalId $PrincipalId -Cloud $Cloud" }
  [Console]::Error.WriteLine(@"
NOT DONE. $_

What was made a moment ago is not known everywhere: try again in a minute, what is there stays. Otherwise a Cloud
Application Administrator or Application Administrator of the tenant runs:

  infra/grant/grant-reader.ps1 $power

or, with the Azure CLI:

  infra/grant/grant-reader.sh $shell
"@)
  exit 1
}
