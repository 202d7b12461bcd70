// Optional: a virtual network with private endpoints for the storage accounts. The apps still listen on the internet:
// Graph must reach the one, and readers reach the other through the sign-in.

param name string
param location string
param tags object
param hostStorageId string
param archiveStorageId string

@description('The storage of the readers’ host. Empty: there is no app for readers.')
param readerHostStorageId string

@description('Address space of the network; a /24 is enough.')
param addressPrefix string

resource network 'Microsoft.Network/virtualNetworks@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          delegations: [{ name: 'app', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      // There without the readers' app too: Azure deletes no subnet that an app has used.
      {
        name: 'reader'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 2)
          delegations: [{ name: 'reader', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 27, 2)
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }

  resource app 'subnets' existing = {
    name: 'app'
  }
  resource reader 'subnets' existing = {
    name: 'reader'
  }
  resource endpoints 'subnets' existing = {
    name: 'endpoints'
  }
}

var services = ['blob', 'queue', 'table']

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for service in services: {
    name: 'privatelink.${service}.${environment().suffixes.storage}'
    location: 'global'
    tags: tags
  }
]

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (service, i) in services: {
    parent: zone[i]
    name: name
    location: 'global'
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: network.id }
    }
  }
]

// The hosts keep blobs only.
var endpoints = concat(
  [
    { name: 'archive-blob', storageId: archiveStorageId, service: 0 }
    { name: 'archive-queue', storageId: archiveStorageId, service: 1 }
    { name: 'archive-table', storageId: archiveStorageId, service: 2 }
    { name: 'host-blob', storageId: hostStorageId, service: 0 }
  ],
  empty(readerHostStorageId) ? [] : [{ name: 'reader-host-blob', storageId: readerHostStorageId, service: 0 }]
)

// A storage account takes one at a time (else StorageAccountOperationInProgress), and so does the network.
@batchSize(1)
resource endpoint 'Microsoft.Network/privateEndpoints@2025-01-01' = [
  for item in endpoints: {
    name: '${name}-${item.name}'
    location: location
    tags: tags
    properties: {
      subnet: { id: network::endpoints.id }
      privateLinkServiceConnections: [
        {
          name: item.name
          properties: {
            privateLinkServiceId: item.storageId
            groupIds: [services[item.service]]
          }
        }
      ]
    }
  }
]

@batchSize(1)
resource zoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-01-01' = [
  for (item, i) in endpoints: {
    parent: endpoint[i]
    name: 'default'
    dependsOn: [link]
    properties: {
      privateDnsZoneConfigs: [
        {
          name: services[item.service]
          properties: { privateDnsZoneId: zone[item.service].id }
        }
      ]
    }
  }
]

output appSubnetId string = network::app.id
output readerSubnetId string = network::reader.id
