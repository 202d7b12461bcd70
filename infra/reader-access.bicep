// What the identity of the readers' app may do: read the archive, append to the access log, and what its host needs.
// Nothing in Microsoft Graph.

import { accessLogContainer } from 'names.bicep'

param principalId string
param hostStorageName string
param archiveStorageName string
param insightsName string

// Not the evidence: what Graph sent and was not archived has no reader.
var readContainers = ['call-records', 'call-reports', 'call-proof', 'call-tables']
var readTables = ['CallIndex', 'People']

var roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  storageTableDataReader: '76199698-9eea-4c19-bc75-cec21354c6b6'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}
var roleIds = mapValues(roles, id => subscriptionResourceId('Microsoft.Authorization/roleDefinitions', id))

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName
}

resource archiveStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: archiveStorageName

  resource blobs 'blobServices' existing = {
    name: 'default'
  }
  resource tableService 'tableServices' existing = {
    name: 'default'
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for item in readContainers: {
    parent: archiveStorage::blobs
    name: item
  }
]

resource accessLog 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = {
  parent: archiveStorage::blobs
  name: accessLogContainer
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' existing = [
  for item in readTables: {
    parent: archiveStorage::tableService
    name: item
  }
]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// The Functions host requires this role on its own account, which holds nothing else.
resource hostBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hostStorage
  name: guid(hostStorage.id, principalId, roles.storageBlobDataOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleIds.storageBlobDataOwner
  }
}

resource readBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (item, i) in readContainers: {
    scope: container[i]
    name: guid(container[i].id, principalId, roles.storageBlobDataReader)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: roleIds.storageBlobDataReader
    }
  }
]

resource readRows 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (item, i) in readTables: {
    scope: table[i]
    name: guid(table[i].id, principalId, roles.storageTableDataReader)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: roleIds.storageTableDataReader
    }
  }
]

// `add/action` creates a blob and appends to it; only `blobs/write`, which is not here, replaces one:
// https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-attributes
resource accessLogWriter 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, archiveStorageName, 'access-log-writer')
  properties: {
    roleName: 'Call archive access log writer ${archiveStorageName}'
    description: 'Reads the access log of the call archive and appends to it. Changes and deletes nothing.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        dataActions: [
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action'
        ]
      }
    ]
  }
}

resource appendToAccessLog 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: accessLog
  name: guid(accessLog.id, principalId, accessLogWriter.id)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: accessLogWriter.id
  }
}

resource telemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, principalId, roles.monitoringMetricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleIds.monitoringMetricsPublisher
  }
}
