// App Service authentication before the readers' app: who has not signed in with Microsoft Entra ID reaches only
// `/healthz`. The app refuses to serve without it: docs/reader.md.

param siteName string

@description('Client id of the app registration. Empty until it exists: until then the platform lets nobody pass.')
param clientId string

var isRegistered = !empty(clientId)

resource site 'Microsoft.Web/sites@2025-03-01' existing = {
  name: siteName
}

resource signIn 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: site
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: {
      requireAuthentication: true
      // A browser is sent to the sign-in. A program sends a token: docs/reader.md.
      unauthenticatedClientAction: isRegistered ? 'RedirectToLoginPage' : 'Return403'
      redirectToProvider: 'azureactivedirectory'
      excludedPaths: ['/healthz']
    }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: isRegistered
        ? {
            enabled: true
            registration: {
              clientId: clientId
              // Of this tenant alone.
              openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
              // No secret: the identity that this setting names vouches for the app, by a federated credential of the
              // registration: https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
              clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
            }
            validation: { allowedAudiences: [clientId] }
          }
        : { enabled: false }
    }
    login: {
      // The app calls nothing for its readers, so that nobody's tokens need to be kept.
      tokenStore: { enabled: false }
      // Roles are read at the sign-in: one that is taken away ends with the session.
      cookieExpiration: { convention: 'FixedTime', timeToExpiration: '01:00:00' }
    }
  }
}
