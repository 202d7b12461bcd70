// The parameters as azd has them in its environment: azd env set NAME VALUE. A name without a default must be set; the
// hook of azure.yaml makes the secret.

using 'main.bicep'

param name = readEnvironmentVariable('CALL_ARCHIVE_NAME', 'call-archive')
param tags = { 'azd-env-name': readEnvironmentVariable('AZURE_ENV_NAME', 'none') }
param notificationClientState = readEnvironmentVariable('NOTIFICATION_CLIENT_STATE')
param notificationClientStatePrevious = readEnvironmentVariable('NOTIFICATION_CLIENT_STATE_PREVIOUS', '')
param alertEmails = filter(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), address => !empty(address))
param network = readEnvironmentVariable('CALL_ARCHIVE_NETWORK', 'public')
param alerts = bool(readEnvironmentVariable('CALL_ARCHIVE_ALERTS', 'true'))
