// The permission in Microsoft Graph as Bicep, for those who may grant it and deploy: docs/deploy.md. It needs Bicep 0.36
// or newer, which fetches the Graph types from Microsoft's registry. The scripts beside it do the same.

extension microsoftGraphV1

@description('Object id of the app’s managed identity: the output IDENTITY_PRINCIPAL_ID of main.bicep.')
@minLength(36)
@maxLength(36)
param principalId string

@description('The roles. CallRecord-PstnCalls.Read.All is not needed beside CallRecords.Read.All.')
@allowed(['CallRecords.Read.All', 'CallRecord-PstnCalls.Read.All'])
@maxLength(2)
param roles string[] = ['CallRecords.Read.All']

// The id of Microsoft Graph's application is the same in every tenant and cloud. The ids of its roles are looked up.
resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

resource grant 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [
  for role in roles: {
    appRoleId: filter(graph.appRoles, one => one.value == role)[0].id
    principalId: principalId
    resourceId: graph.id
  }
]
