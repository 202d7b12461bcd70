// A Flex Consumption plan, a function app on it and its settings: the archiving app's, and the readers'. The package is
// deployed afterwards.

@description('The app’s name in azure.yaml: by it azd finds the app to deploy its package to.')
param serviceName string
param planName string
param name string
param location string
param tags object

param identityId string
param identityClientId string
param hostStorageName string
param packageContainerUrl string
param insightsName string

@description('Empty: no virtual network.')
param subnetId string

@allowed(['22', '24'])
param nodeVersion string

@allowed([512, 2048, 4096])
param instanceMemoryMB int

@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

@minValue(0)
@maxValue(20)
param alwaysReadyHttp int

@description('The app’s own settings: docs/configuration.md.')
@secure()
param appSettings object

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
    functionAppConfig: {
      runtime: { name: 'node', version: nodeVersion }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReadyHttp > 0 ? [{ name: 'http', instanceCount: alwaysReadyHttp }] : []
      }
    }
  }

  // Nobody deploys with a password.
  resource basicAuthentication 'basicPublishingCredentialsPolicies' = [
    for policy in ['ftp', 'scm']: {
      name: policy
      properties: { allow: false }
    }
  ]

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(appSettings, hostSettings, {
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identityClientId}'
      // Keeps the library from reporting to Microsoft about itself.
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true'
    })
  }
}

// The account name is enough in global Azure only; elsewhere the host needs the endpoints.
var hostSettings = union(
  {
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identityClientId
  },
  environment().name == 'AzureCloud'
    ? { AzureWebJobsStorage__accountName: hostStorage.name }
    : {
        AzureWebJobsStorage__blobServiceUri: hostStorage.properties.primaryEndpoints.blob
        AzureWebJobsStorage__queueServiceUri: hostStorage.properties.primaryEndpoints.queue
        AzureWebJobsStorage__tableServiceUri: hostStorage.properties.primaryEndpoints.table
      }
)

output id string = site.id
output name string = site.name
output hostName string = site.properties.defaultHostName
