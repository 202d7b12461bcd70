// The parameters, read from azd's environment (azd env set NAME VALUE) or the shell's (export NAME=VALUE): the table in
// docs/deploy.md. The hooks of azure.yaml create the secret. Other parameters of main.bicep can be added here.

using 'main.bicep'

param name = readEnvironmentVariable('CALL_ARCHIVE_NAME', 'call-archive')
param location = readEnvironmentVariable('AZURE_LOCATION', '')
param tags = empty(readEnvironmentVariable('AZURE_ENV_NAME', '')) ? {} : { 'azd-env-name': readEnvironmentVariable('AZURE_ENV_NAME', '') }
param notificationClientState = readEnvironmentVariable('NOTIFICATION_CLIENT_STATE')
param notificationClientStatePrevious = readEnvironmentVariable('NOTIFICATION_CLIENT_STATE_PREVIOUS', '')
param graphCloud = readEnvironmentVariable('GRAPH_CLOUD', '')
param callReports = readEnvironmentVariable('CALL_REPORTS', 'pstn-calls,direct-routing-calls')
param sealTimestampUrl = readEnvironmentVariable('SEAL_TIMESTAMP_URL', '')
param alwaysReadyHttp = int(readEnvironmentVariable('CALL_ARCHIVE_ALWAYS_READY', '1'))
param nodeVersion = readEnvironmentVariable('CALL_ARCHIVE_NODE', '24')
param telemetryDailyCapGb = int(readEnvironmentVariable('CALL_ARCHIVE_TELEMETRY_CAP_GB', '-1'))
param deployReader = bool(readEnvironmentVariable('CALL_ARCHIVE_READER', 'false'))
param readerClientId = readEnvironmentVariable('READER_CLIENT_ID', '')
param readerAskTicket = bool(readEnvironmentVariable('READER_ASK_TICKET', 'false'))
param readerTimeZone = readEnvironmentVariable('READER_TIME_ZONE', 'UTC')
param accessLogDays = int(readEnvironmentVariable('CALL_ARCHIVE_ACCESS_LOG_DAYS', '0'))
param archiveRedundancy = readEnvironmentVariable('CALL_ARCHIVE_REDUNDANCY', 'Standard_ZRS')
param archiveLock = bool(readEnvironmentVariable('CALL_ARCHIVE_LOCK', 'true'))
param archiveImmutability = readEnvironmentVariable('CALL_ARCHIVE_IMMUTABILITY', 'off')
param archiveImmutabilityDays = int(readEnvironmentVariable('CALL_ARCHIVE_IMMUTABILITY_DAYS', '365'))
param network = readEnvironmentVariable('CALL_ARCHIVE_NETWORK', 'public')
param alerts = bool(readEnvironmentVariable('CALL_ARCHIVE_ALERTS', 'true'))
param alertEmails = filter(
  map(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), address => trim(address)),
  address => !empty(address)
)
