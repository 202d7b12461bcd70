// Everything that Teams Call Archive needs in Azure, in one resource group: docs/deploy.md.
// The app's code and the permission in Microsoft Graph come afterwards, in this order: permission, then code.

targetScope = 'resourceGroup'

@description('Part of the names of all resources: letters, digits, hyphens. The unique part is derived from the resource group.')
@minLength(3)
@maxLength(20)
param name string = 'call-archive'

@description('The region; it must offer Flex Consumption: az functionapp list-flexconsumption-locations. Empty: the region of the resource group.')
@maxLength(30)
param location string = ''

@description('Tags for all resources.')
param tags object = {}

// ---- Graph

@description('The Microsoft 365 tenant whose call records are archived: a GUID. The identity belongs to the tenant of the subscription, so it must be that one.')
@minLength(36)
@maxLength(36)
param graphTenantId string = tenant().tenantId

@description('The cloud of the tenant. Empty: usgov-high in Azure Government, otherwise global.')
@allowed(['', 'global', 'usgov-high', 'usgov-dod'])
param graphCloud string = ''

@description('The version of Graph’s API. Microsoft does not support beta for production.')
@allowed(['v1.0', 'beta'])
param graphApiVersion string = 'v1.0'

@description('Another origin for Graph, such as a proxy. Empty: the origin of the cloud.')
param graphBaseUrl string = ''

@description('Leave out nulls: smaller, but a property that was null can no longer be told from one that Graph did not send.')
param graphOmitNulls bool = false

@description('The origin under which Graph reaches the app, if it is not the app’s own host name. Empty: the app’s host name.')
param publicBaseUrl string = ''

@description('The secret that Graph sends back with every notification: random, created once, and kept. To change it: docs/deploy.md.')
@secure()
@minLength(32)
@maxLength(128)
param notificationClientState string

@description('The previous secret, while it is being changed. Empty otherwise.')
@secure()
@maxLength(128)
param notificationClientStatePrevious string = ''

// ---- The app

@description('The version of Node.js. 22 where the region does not offer 24: az functionapp list-flexconsumption-runtimes.')
@allowed(['22', '24'])
param nodeVersion string = '24'

@description('Instances that always wait for Graph’s requests. 0 costs nothing while no calls end, but Graph waits 10 seconds for the validation and 3 for a notification, and a cold start may take longer: then notifications come late.')
@minValue(0)
@maxValue(20)
param alwaysReadyHttp int = 1

@description('Memory of an instance.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Maximum number of instances of each function. Graph allows 1,500 requests in 20 seconds for the whole tenant, which one instance can nearly use up: more do not archive faster, and Azure scales out for delayed messages too. If Azure refuses fewer than 40, deploy with 40.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 10

@description('When the app renews the subscription and checks itself: NCRONTAB with six fields, UTC; at least every 10 minutes, or alerts come late.')
@minLength(11)
@maxLength(100)
param subscriptionSchedule string = '0 */5 * * * *'

@description('When what Graph has is compared with the archive: NCRONTAB with six fields, UTC.')
@minLength(11)
@maxLength(100)
param reconcileSchedule string = '0 17 * * * *'

@description('Which call reports are archived too, separated by commas: pstn-calls, direct-routing-calls and, in Graph beta only, sms, blocked-users, dial-out; or none.')
@minLength(3)
@maxLength(100)
param callReports string = 'pstn-calls,direct-routing-calls'

@description('When the call reports are read: NCRONTAB with six fields, UTC.')
@minLength(11)
@maxLength(100)
param reportsSchedule string = '0 40 3 * * *'

@description('When the days that are due are sealed: NCRONTAB with six fields, UTC.')
@minLength(11)
@maxLength(100)
param sealSchedule string = '0 10 5 * * *'

@description('A time-stamp authority (RFC 3161) that signs the SHA-256 of each seal, such as https://timestamp.example.org. Empty: seals have no time stamp.')
@maxLength(500)
param sealTimestampUrl string = ''

@description('Records that one instance archives at a time.')
@minValue(1)
@maxValue(64)
param recordConcurrency int = 8

@description('The first delay before a record that Graph could not give is asked for again.')
@minValue(1)
@maxValue(3600)
param retryBaseDelaySeconds int = 60

// ---- The readers' app

@description('An app of its own in which people look calls up, with rights of its own: docs/reader.md.')
param deployReader bool = false

@description('Client id of the readers’ app registration, as infra/grant/grant-reader.sh prints it. Empty until it exists: until then nobody gets in.')
@maxLength(36)
param readerClientId string = ''

@description('The origin under which readers reach their app, if it is not the app’s own host name. Empty: the app’s host name.')
param readerPublicBaseUrl string = ''

@description('Ask readers for a ticket number before anything of a person or call is shown; it goes into the access log.')
param readerAskTicket bool = false

@description('The time zone of the readers’ pages until a reader chooses another: UTC, or a name such as Europe/Berlin.')
@minLength(2)
@maxLength(50)
param readerTimeZone string = 'UTC'

@description('Days after which a file of the readers’ access log is deleted, while it says who looked at whom. 0: never.')
@minValue(0)
@maxValue(36500)
param accessLogDays int = 0

// ---- The archive

@description('Redundancy of the archive: LRS keeps it in one data center, ZRS in three zones of the region, GRS and GZRS in a second region too.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param archiveRedundancy string = 'Standard_ZRS'

@description('Number of days for which what was deleted or overwritten can be restored.')
@minValue(1)
@maxValue(365)
param archiveSoftDeleteDays int = 30

@description('A lock on the archive’s account, so that nobody deletes it by mistake.')
param archiveLock bool = true

@description('What nobody, the owner included, can change or delete once a person has locked the policy. off: nothing. proof: call-proof alone, so that records can still be erased; advised. all: records and reports too: consider requests for erasure first. Set it back to off after locking, or the next deployment fails: docs/deploy.md.')
@allowed(['off', 'proof', 'all'])
param archiveImmutability string = 'off'

@description('Number of days from its creation for which a file is immutable. Without effect where archiveImmutability is off.')
@minValue(1)
@maxValue(146000)
param archiveImmutabilityDays int = 365

// ---- Network

@description('private: a virtual network; the storage accounts are reached through private endpoints only. The apps themselves listen on the internet in any case: Graph must reach the one, and readers the other.')
@allowed(['public', 'private'])
param network string = 'public'

@description('The address space of the virtual network, at least a /24.')
@minLength(9)
@maxLength(18)
param networkAddressPrefix string = '10.70.0.0/24'

// ---- Monitoring

@description('How many days telemetry is kept.')
@allowed([30, 31, 60, 90, 120, 180, 270, 365, 550, 730])
param telemetryRetentionDays int = 90

@description('Maximum gigabytes of telemetry a day; -1: no cap. Once it is reached, nothing is kept until the next day, and the alerts are blind.')
@minValue(-1)
@maxValue(1000)
param telemetryDailyCapGb int = -1

@description('Alerts on. Off while the app is paused.')
param alerts bool = true

@description('Who is mailed when an alert fires.')
@maxLength(20)
param alertEmails string[] = []

@description('Resource ids of existing action groups, which are called too.')
@maxLength(4)
param actionGroupIds string[] = []

var suffix = uniqueString(resourceGroup().id, name)
var region = empty(location) ? resourceGroup().location : location
// By this one finds what goes with the readers' app: docs/reader.md, "Update and remove".
var readerTags = union(tags, { callArchivePart: 'reader' })
var isPrivate = network == 'private'
var cloud = !empty(graphCloud) ? graphCloud : environment().name == 'AzureUSGovernment' ? 'usgov-high' : 'global'

module identity 'identity.bicep' = {
  params: { name: 'id-${name}-${suffix}', location: region, tags: tags }
}

module hostStorage 'host-storage.bicep' = {
  params: { name: 'sthost${suffix}', location: region, tags: tags, isPrivate: isPrivate }
}

module archiveStorage 'archive-storage.bicep' = {
  params: {
    name: 'starchive${suffix}'
    location: region
    tags: tags
    redundancy: archiveRedundancy
    softDeleteDays: archiveSoftDeleteDays
    isLocked: archiveLock
    immutability: archiveImmutability
    immutabilityDays: archiveImmutabilityDays
    accessLogDays: accessLogDays
    isPrivate: isPrivate
  }
}

module readerIdentity 'identity.bicep' = if (deployReader) {
  params: { name: 'id-${name}-reader-${suffix}', location: region, tags: readerTags }
}

// The archiving app's host storage holds that app's keys and package.
module readerHostStorage 'host-storage.bicep' = if (deployReader) {
  params: { name: 'stread${suffix}', location: region, tags: readerTags, isPrivate: isPrivate }
}

module monitoring 'monitoring.bicep' = {
  params: {
    workspaceName: 'log-${name}-${suffix}'
    insightsName: 'appi-${name}-${suffix}'
    location: region
    tags: tags
    retentionDays: telemetryRetentionDays
    dailyCapGb: telemetryDailyCapGb
  }
}

module privateNetwork 'network.bicep' = if (isPrivate) {
  // A storage account takes one change at a time.
  dependsOn: [access, readerAccess]
  params: {
    name: 'vnet-${name}-${suffix}'
    location: region
    tags: tags
    hostStorageId: hostStorage.outputs.id
    archiveStorageId: archiveStorage.outputs.id
    readerHostStorageId: deployReader ? readerHostStorage!.outputs.id : ''
    addressPrefix: networkAddressPrefix
  }
}

module access 'access.bicep' = {
  params: {
    principalId: identity.outputs.principalId
    hostStorageName: hostStorage.outputs.name
    archiveStorageName: archiveStorage.outputs.name
    insightsName: monitoring.outputs.insightsName
  }
}

module readerAccess 'reader-access.bicep' = if (deployReader) {
  params: {
    principalId: readerIdentity!.outputs.principalId
    hostStorageName: readerHostStorage!.outputs.name
    archiveStorageName: archiveStorage.outputs.name
    insightsName: monitoring.outputs.insightsName
  }
}

module app 'app.bicep' = {
  // The Functions host needs its rights when it starts.
  dependsOn: [access]
  params: {
    serviceName: 'app'
    planName: 'plan-${name}-${suffix}'
    name: 'func-${name}-${suffix}'
    location: region
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostStorageName: hostStorage.outputs.name
    packageContainerUrl: hostStorage.outputs.packageContainerUrl
    insightsName: monitoring.outputs.insightsName
    subnetId: isPrivate ? privateNetwork!.outputs.appSubnetId : ''
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyHttp: alwaysReadyHttp
    appSettings: {
      GRAPH_TENANT_ID: graphTenantId
      GRAPH_CLOUD: cloud
      GRAPH_BASE_URL: graphBaseUrl
      GRAPH_API_VERSION: graphApiVersion
      GRAPH_OMIT_NULLS: graphOmitNulls ? 'true' : 'false'
      AZURE_CLIENT_ID: identity.outputs.clientId
      PUBLIC_BASE_URL: publicBaseUrl
      NOTIFICATION_CLIENT_STATE: notificationClientState
      NOTIFICATION_CLIENT_STATE_PREVIOUS: notificationClientStatePrevious
      ArchiveStorage__blobServiceUri: archiveStorage.outputs.blobServiceUri
      ArchiveStorage__queueServiceUri: archiveStorage.outputs.queueServiceUri
      ArchiveStorage__tableServiceUri: archiveStorage.outputs.tableServiceUri
      ArchiveStorage__credential: 'managedidentity'
      ArchiveStorage__clientId: identity.outputs.clientId
      SUBSCRIPTION_SCHEDULE: subscriptionSchedule
      RECONCILE_SCHEDULE: reconcileSchedule
      CALL_REPORTS: callReports
      REPORTS_SCHEDULE: reportsSchedule
      SEAL_SCHEDULE: sealSchedule
      SEAL_TIMESTAMP_URL: sealTimestampUrl
      RECORD_CONCURRENCY: string(recordConcurrency)
      RETRY_BASE_DELAY_SECONDS: string(retryBaseDelaySeconds)
    }
  }
}

module reader 'reader.bicep' = if (deployReader) {
  // As above.
  dependsOn: [readerAccess]
  params: {
    planName: 'plan-reader-${suffix}'
    name: 'func-${name}-reader-${suffix}'
    location: region
    tags: readerTags
    identityId: readerIdentity!.outputs.id
    identityClientId: readerIdentity!.outputs.clientId
    hostStorageName: readerHostStorage!.outputs.name
    packageContainerUrl: readerHostStorage!.outputs.packageContainerUrl
    blobServiceUri: archiveStorage.outputs.blobServiceUri
    tableServiceUri: archiveStorage.outputs.tableServiceUri
    insightsName: monitoring.outputs.insightsName
    subnetId: isPrivate ? privateNetwork!.outputs.readerSubnetId : ''
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    graphTenantId: graphTenantId
    clientId: readerClientId
    publicBaseUrl: readerPublicBaseUrl
    askTicket: readerAskTicket
    timeZone: readerTimeZone
  }
}

module watch 'alerts.bicep' = {
  params: {
    name: name
    location: region
    tags: tags
    insightsId: monitoring.outputs.insightsId
    isOn: alerts
    emails: alertEmails
    actionGroupIds: actionGroupIds
    hasReader: deployReader
    readerTags: readerTags
  }
}

module workbook 'workbook.bicep' = {
  params: {
    name: name
    location: region
    tags: tags
    insightsId: monitoring.outputs.insightsId
    hasReader: deployReader
  }
}

// What the next steps need. None is secret: outputs are kept in the deployment history.
output AZURE_RESOURCE_GROUP string = resourceGroup().name
output APP_NAME string = app.outputs.name
output APP_URL string = 'https://${app.outputs.hostName}'
output IDENTITY_NAME string = identity.outputs.name
output IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output GRAPH_CLOUD string = cloud
output ARCHIVE_STORAGE string = archiveStorage.outputs.name
output READER_IS_DEPLOYED string = deployReader ? 'true' : 'false'
output READER_APP_NAME string = deployReader ? reader!.outputs.appName : ''
output READER_URL string = !deployReader ? '' : empty(readerPublicBaseUrl) ? 'https://${reader!.outputs.hostName}' : readerPublicBaseUrl
output READER_PRINCIPAL_ID string = deployReader ? readerIdentity!.outputs.principalId : ''
