// What the app's identity may do in Azure, each at the narrowest scope that Azure offers.

import { containers, queues, tables } from 'names.bicep'

param principalId string
param hostStorageName string
param archiveStorageName string
param insightsName string

var roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
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
  resource queueService 'queueServices' existing = {
    name: 'default'
  }
  resource tableService 'tableServices' existing = {
    name: 'default'
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for item in containers: {
    parent: archiveStorage::blobs
    name: item
  }
]

resource derived 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = {
  parent: archiveStorage::blobs
  name: 'call-tables'
}

resource queue 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' existing = [
  for item in queues: {
    parent: archiveStorage::queueService
    name: item
  }
]

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' existing = [
  for item in tables: {
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

// The built-in role that writes blobs deletes them too; the app deletes none. What it overwrites stays as a version, and
// it cannot delete versions either. Its leases on blobs need no more than `blobs/write`.
resource archiveWriter 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, archiveStorageName, 'archive-writer')
  properties: {
    // Unique in the tenant, as Azure demands, because the account's name is.
    roleName: 'Call archive writer ${archiveStorageName}'
    description: 'Reads and writes blobs of the call archive. Deletes none.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: ['Microsoft.Storage/storageAccounts/blobServices/containers/read']
        dataActions: [
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action'
        ]
      }
    ]
  }
}

// The tables for analysts are derived: a part that a day has outgrown is deleted. Nothing else is.
resource tablesWriter 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, archiveStorageName, 'tables-writer')
  properties: {
    roleName: 'Call archive tables writer ${archiveStorageName}'
    description: 'Deletes blobs of the tables that are derived from the call archive, which can be made again.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete']
      }
    ]
  }
}

// On each container rather than on the account: containers that others add stay closed to the app.
resource archiveBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (item, i) in containers: {
    scope: container[i]
    name: guid(container[i].id, principalId, archiveWriter.id)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: archiveWriter.id
    }
  }
]

// What it lacks of reading and writing, the assignment above gives.
resource derivedBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: derived
  name: guid(derived.id, principalId, tablesWriter.id)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: tablesWriter.id
  }
}

resource archiveQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (item, i) in queues: {
    scope: queue[i]
    name: guid(queue[i].id, principalId, roles.storageQueueDataContributor)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: roleIds.storageQueueDataContributor
    }
  }
]

resource archiveTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (item, i) in tables: {
    scope: table[i]
    name: guid(table[i].id, principalId, roles.storageTableDataContributor)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: roleIds.storageTableDataContributor
    }
  }
]

resource telemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, principalId, roles.monitoringMetricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleIds.monitoringMetricsPublisher
  }
}
