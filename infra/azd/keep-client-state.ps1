# Makes the client state once and keeps it in azd's environment (.azure/ENVIRONMENT/.env, on this machine only).
$ErrorActionPreference = 'Stop'

if (-not $env:NOTIFICATION_CLIENT_STATE) {
  $bytes = [byte[]]::new(32)
  [System.Security.Cryptography.RandomNumberGenerator]::Fill($bytes)
  azd env set NOTIFICATION_CLIENT_STATE ([System.Convert]::ToHexString($bytes).ToLower())
  if ($LASTEXITCODE -ne 0) { throw 'azd could not keep the client state.' }
  Write-Output 'The client state was made and is kept in the environment of azd.'
}
