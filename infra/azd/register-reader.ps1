# Registers the readers' app once, where there is one, and keeps its client id in azd's environment. Who may not register
# sees the command for those who may; the archive is deployed all the same.
$ErrorActionPreference = 'Stop'

if ($env:READER_IS_DEPLOYED -ne 'true' -or $env:READER_CLIENT_ID) { exit 0 }

$said = & pwsh -NoProfile -File (Join-Path $PSScriptRoot '../grant/grant-reader.ps1')
if ($LASTEXITCODE -ne 0) {
  Write-Output 'Nobody can read yet. With the client id that the command above prints: azd env set READER_CLIENT_ID ID && azd provision'
  exit 0
}
azd env set READER_CLIENT_ID (($said | Where-Object { $_ -match '^READER_CLIENT_ID=' }) -replace '^READER_CLIENT_ID=', '')
if ($LASTEXITCODE -ne 0) { throw 'azd could not keep the client id.' }
Write-Output 'The readers’ app is registered. Once more, so that it knows: azd provision. Then give roles: infra/grant/grant-reader.ps1 -Role ROLE -To WHO'
