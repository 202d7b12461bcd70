// The registration of the readers' app as Bicep, for those who may register and deploy: docs/reader.md. Like
// graph-grant.bicep it needs Bicep 0.36 or newer. The scripts beside it do the same, and give roles to people too.

extension microsoftGraphV1

@description('Name of the readers’ function app: the output READER_APP_NAME of main.bicep.')
@minLength(2)
@maxLength(60)
param app string

@description('Where readers reach it: the output READER_URL.')
@minLength(10)
@maxLength(260)
param url string

@description('Object id of the readers’ managed identity: the output READER_PRINCIPAL_ID.')
@minLength(36)
@maxLength(36)
param principalId string

var registration = json(replace(
  replace(loadTextContent('reader-registration.json'), 'READER-APP-NAME', app),
  'READER-URL',
  url
))

resource application 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: app
  displayName: registration.displayName
  description: registration.description
  signInAudience: registration.signInAudience
  web: registration.web
  api: registration.api
  appRoles: registration.appRoles

  // Instead of a secret.
  resource credential 'federatedIdentityCredentials@v1.0' = {
    name: '${application.uniqueName}/reader-identity'
    issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
    subject: principalId
    audiences: [
      environment().name == 'AzureUSGovernment' ? 'api://AzureADTokenExchangeUSGov' : 'api://AzureADTokenExchange'
    ]
  }
}

// Nobody signs in, and no program gets a token, without a role.
resource reader 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: application.appId
  appRoleAssignmentRequired: true
}

// The id of Microsoft Graph's application is the same in every tenant and cloud.
resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

// Where a role is required, Entra ID asks no reader for consent: it is given once for all, to the sign-in alone.
resource consent 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = {
  clientId: reader.id
  consentType: 'AllPrincipals'
  resourceId: graph.id
  scope: 'openid profile email'
}

output READER_CLIENT_ID string = application.appId
