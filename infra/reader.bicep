// The readers' app, in which people look calls up, behind its sign-in. Its identity, its host's storage and its rights
// are its own, so that what readers reach holds none of the archiving app's rights. docs/reader.md.

param planName string
param name string
param location string
param tags object

param identityId string
param identityClientId string
param hostStorageName string
param packageContainerUrl string
param blobServiceUri string
param tableServiceUri string
param insightsName string

@description('Empty: no virtual network.')
param subnetId string
param nodeVersion string
param instanceMemoryMB int
param maximumInstanceCount int

@description('The tenant whose calls are shown.')
param graphTenantId string

@description('Client id of the app registration. Empty until it exists.')
param clientId string
param publicBaseUrl string
param askTicket bool
param timeZone string

module app 'app.bicep' = {
  params: {
    serviceName: 'reader'
    planName: planName
    name: name
    location: location
    tags: tags
    identityId: identityId
    identityClientId: identityClientId
    hostStorageName: hostStorageName
    packageContainerUrl: packageContainerUrl
    insightsName: insightsName
    subnetId: subnetId
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    // People wait a few seconds for the first page of the day; nothing is lost meanwhile.
    alwaysReadyHttp: 0
    appSettings: {
      GRAPH_TENANT_ID: graphTenantId
      PUBLIC_BASE_URL: publicBaseUrl
      ArchiveStorage__blobServiceUri: blobServiceUri
      ArchiveStorage__tableServiceUri: tableServiceUri
      ArchiveStorage__credential: 'managedidentity'
      ArchiveStorage__clientId: identityClientId
      READER_CLIENT_ID: clientId
      READER_ASK_TICKET: askTicket ? 'true' : 'false'
      READER_TIME_ZONE: timeZone
      // Else the Functions host shows a page of its own at `/`.
      AzureWebJobsDisableHomepage: 'true'
      // The next two are read by App Service authentication.
      OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identityClientId
      WEBSITE_AUTH_AAD_ALLOWED_TENANTS: tenant().tenantId
    }
  }
}

module signIn 'reader-sign-in.bicep' = {
  params: { siteName: app.outputs.name, clientId: clientId }
}

output appName string = app.outputs.name
output hostName string = app.outputs.hostName
