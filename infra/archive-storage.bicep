// The archive: the one thing here that cannot be recreated. What is deleted or overwritten by mistake can be restored for
// a while; a lock keeps the account from being deleted.

import { accessLogContainer, containers, queues, tables } from 'names.bicep'

@minLength(3)
@maxLength(24)
param name string
param location string
param tags object

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param redundancy string

@minValue(1)
@maxValue(365)
param softDeleteDays int

@description('Put a lock on the account, so that nobody deletes it by mistake.')
param isLocked bool

@description('What gets an immutability policy: nothing, the proof alone, or the records and reports too.')
@allowed(['off', 'proof', 'all'])
param immutability string

@description('Days from its creation for which a file is immutable.')
@minValue(1)
@maxValue(146000)
param immutabilityDays int

@description('Days after which a file of the access log is deleted; 0: never.')
@minValue(0)
@maxValue(36500)
param accessLogDays int

@description('Only private endpoints reach the account.')
param isPrivate bool

// Nothing in these is ever replaced. The evidence is rewritten, and holds the app's leases; the tables are derived.
var immutableContainers = ['call-proof', 'call-records', 'call-reports']

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { bypass: 'None', defaultAction: isPrivate ? 'Deny' : 'Allow' }
  }
}

// No rule moves records to a cooler tier: it bills a blob under 128 KiB as 128 KiB, and most records are smaller.
resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for item in containers: {
    parent: blobs
    name: item
    properties: { publicAccess: 'None' }
  }
]

resource accessLog 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobs
  name: accessLogContainer
  properties: { publicAccess: 'None' }
}

// Tables are made anew whenever a day changes: what an erased person's rows stood in goes with them.
var earlierVersionsOfTables = {
  name: 'earlier-versions-of-tables'
  type: 'Lifecycle'
  enabled: true
  definition: {
    filters: { blobTypes: ['blockBlob'], prefixMatch: ['call-tables/'] }
    actions: { version: { delete: { daysAfterCreationGreaterThan: 1 } } }
  }
}

// A file is written for an hour, then never again. What is deleted stays a version first, as the account keeps them.
var oldAccessLog = {
  name: 'old-access-log'
  type: 'Lifecycle'
  enabled: true
  definition: {
    filters: { blobTypes: ['appendBlob'], prefixMatch: ['call-access/'] }
    actions: {
      baseBlob: { delete: { daysAfterModificationGreaterThan: accessLogDays } }
      version: { delete: { daysAfterCreationGreaterThan: accessLogDays } }
    }
  }
}

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  // The rule is on versions, which there are only once the service keeps them.
  dependsOn: [blobs]
  properties: {
    policy: {
      rules: concat([earlierVersionsOfTables], accessLogDays > 0 ? [oldAccessLog] : [])
    }
  }
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource queue 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [
  for item in queues: {
    parent: queueService
    name: item
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [
  for item in tables: {
    parent: tableService
    name: item
  }
]

// Created unlocked; locking it is left to a person.
resource immutabilityPolicy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-06-01' = [
  for item in immutableContainers: if (immutability == 'all' || (immutability == 'proof' && item == 'call-proof')) {
    parent: container[indexOf(containers, item)]
    name: 'default'
    properties: {
      immutabilityPeriodSinceCreationInDays: immutabilityDays
      allowProtectedAppendWrites: false
    }
  }
]

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked) {
  scope: account
  name: 'keep-the-archive'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds the archive of call records. Microsoft Graph cannot give them again.'
  }
}

output id string = account.id
output name string = account.name
output blobServiceUri string = account.properties.primaryEndpoints.blob
output queueServiceUri string = account.properties.primaryEndpoints.queue
output tableServiceUri string = account.properties.primaryEndpoints.table
