#!/usr/bin/env bash
# Registers the readers' app in Microsoft Entra ID, so that people can sign in to it, and gives them roles, with the Azure
# CLI. Calling it again changes nothing, or brings the registration up to date.
#
#   grant-reader.sh [--app NAME] [--url URL] [--principal-id ID] [--cloud global|usgov-high|usgov-dod] [--allow-azure-cli]
#   grant-reader.sh [--app NAME] --role ROLE --to WHO [--cloud …]
#
# The first form registers, and prints the client id that the deployment needs. The second gives a role.
#
# --app              name of the readers' function app; default: $READER_APP_NAME, as azd has it
# --url              where readers reach it; default: $READER_URL
# --principal-id     object id of the readers' managed identity; default: $READER_PRINCIPAL_ID
# --cloud            default: $GRAPH_CLOUD, else global
# --allow-azure-cli  lets people who have a role ask with a token of the Azure CLI (curl, scripts): docs/reader.md
# --role             Calls.Read.Limited, Calls.Read, Calls.Read.Raw or Archive.Audit
# --to               a user principal name, or the object id of a user, a group or a program's service principal
#
# Exit code: 0 done, 1 not done, 2 wrong use.
set -euo pipefail

app=${READER_APP_NAME:-}
url=${READER_URL:-}
principal_id=${READER_PRINCIPAL_ID:-}
cloud=${GRAPH_CLOUD:-global}
role=
who=
allow_azure_cli=false

fail() {
  echo "$2" >&2
  exit "$1"
}

while [ $# -gt 0 ]; do
  case $1 in
    --app | --url | --principal-id | --cloud | --role | --to) [ $# -ge 2 ] || fail 2 "$1 needs a value" ;;
  esac
  case $1 in
    --app) app=$2 && shift 2 ;;
    --url) url=$2 && shift 2 ;;
    --principal-id) principal_id=$2 && shift 2 ;;
    --cloud) cloud=$2 && shift 2 ;;
    --role) role=$2 && shift 2 ;;
    --to) who=$2 && shift 2 ;;
    --allow-azure-cli) allow_azure_cli=true && shift ;;
    *) fail 2 "Unknown option $1: see the head of $0" ;;
  esac
done

case $cloud in
  global) graph=https://graph.microsoft.com login=https://login.microsoftonline.com audience=api://AzureADTokenExchange ;;
  usgov-high) graph=https://graph.microsoft.us login=https://login.microsoftonline.us audience=api://AzureADTokenExchangeUSGov ;;
  usgov-dod) graph=https://dod-graph.microsoft.us login=https://login.microsoftonline.us audience=api://AzureADTokenExchangeUSGov ;;
  *) fail 2 "--cloud must be global, usgov-high or usgov-dod, not \"$cloud\"" ;;
esac
guid='^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
[[ $app =~ ^[a-zA-Z0-9-]{2,60}$ ]] || fail 2 "--app must be the name of the readers' function app, not \"$app\""
if [ -n "$role$who" ]; then
  case $role in
    Calls.Read.Limited | Calls.Read | Calls.Read.Raw | Archive.Audit) ;;
    *) fail 2 "--role must be Calls.Read.Limited, Calls.Read, Calls.Read.Raw or Archive.Audit, not \"$role\"" ;;
  esac
  [[ $who =~ $guid || $who =~ ^[^[:space:]/\?\#@\']+@[^[:space:]/\?\#@\']+$ ]] ||
    fail 2 "--to must be a user principal name or an object id, not \"$who\""
else
  [[ $url =~ ^https://[a-zA-Z0-9.-]+$ ]] || fail 2 "--url must be an origin such as https://example.org, not \"$url\""
  [[ $principal_id =~ $guid ]] ||
    fail 2 "--principal-id must be the object id of the readers' managed identity, a GUID, not \"$principal_id\""
fi
command -v az >/dev/null ||
  fail 1 'The Azure CLI (az) is not here: install it, or use grant-reader.ps1 with Microsoft Graph PowerShell.'

ask() {
  local method=$1 path=$2
  shift 2
  az rest --method "$method" --resource "$graph" --url "$graph/v1.0/$path" "$@"
}

# PATCH with the wish to create what is missing: https://learn.microsoft.com/graph/api/application-upsert
keep() {
  ask PATCH "$1" --output none --headers Content-Type=application/json Prefer=create-if-missing --body "$2" ||
    cannot "$3 could not be written. Something made a moment ago is not known everywhere: try again in a minute, what is there stays."
}

post() {
  ask POST "$1" --output none --headers Content-Type=application/json --body "$2" || cannot "$3"
}

cannot() {
  local bash="--app $app --url $url --principal-id $principal_id --cloud $cloud"
  local powershell="-App $app -Url $url -PrincipalId $principal_id -Cloud $cloud"
  if [ -n "$role" ]; then
    bash="--app $app --role $role --to $who --cloud $cloud"
    powershell="-App $app -Role $role -To $who -Cloud $cloud"
  fi
  fail 1 "NOT DONE. $1

A Cloud Application Administrator or Application Administrator of the tenant runs:

  infra/grant/grant-reader.sh $bash

or, with Microsoft Graph PowerShell:

  infra/grant/grant-reader.ps1 $powershell"
}

# Microsoft Graph's own application has this id in every tenant and cloud.
find_graph() {
  ask GET "servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?\$select=id" --query id --output tsv ||
    cannot 'You could not be signed in, or you may not look up applications: az login.'
}

find_client_id() {
  ask GET "applications(uniqueName='$app')?\$select=appId" --query appId --output tsv ||
    cannot "There is no registration of $app yet, or you may not look it up."
}

find_service_principal() {
  ask GET "servicePrincipals(appId='$1')?\$select=id" --query id --output tsv ||
    cannot "The registration of $app was made a moment ago, and is not known everywhere: try again in a minute."
}

register() {
  local here registration tenant_id client_id reader graph_id consented
  here=$(dirname "${BASH_SOURCE[0]}")
  registration=$(sed "s|READER-APP-NAME|$app|; s|READER-URL|$url|" "$here/reader-registration.json")
  tenant_id=$(az account show --query tenantId --output tsv) || cannot 'You are not signed in: az login.'
  graph_id=$(find_graph)

  keep "applications(uniqueName='$app')" "$registration" 'The registration'
  client_id=$(find_client_id)
  # Instead of a secret: https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
  keep "applications(appId='$client_id')/federatedIdentityCredentials(name='reader-identity')" \
    "{\"issuer\":\"$login/$tenant_id/v2.0\",\"subject\":\"$principal_id\",\"audiences\":[\"$audience\"]}" \
    'The federated credential'
  # Nobody signs in, and no program gets a token, without a role.
  keep "servicePrincipals(appId='$client_id')" '{"appRoleAssignmentRequired":true}' 'The enterprise application'

  # Where a role is required, Entra ID asks no reader for consent: it is given once for all, to the sign-in alone.
  reader=$(find_service_principal "$client_id")
  consented=$(ask GET "oauth2PermissionGrants?\$filter=clientId%20eq%20'$reader'%20and%20resourceId%20eq%20'$graph_id'" \
    --query 'length(value)' --output tsv) || cannot 'You may not look up what was consented to.'
  [ "$consented" != 0 ] || post oauth2PermissionGrants \
    "{\"clientId\":\"$reader\",\"consentType\":\"AllPrincipals\",\"resourceId\":\"$graph_id\",\"scope\":\"openid profile email\"}" \
    'You may not consent to the sign-in for everybody.'

  if [ "$allow_azure_cli" = true ]; then
    # The Azure CLI has this id in every tenant, and the scope the id in reader-registration.json.
    keep "applications(appId='$client_id')" \
      '{"api":{"preAuthorizedApplications":[{"appId":"04b07795-8ddb-461a-bbee-02f9e1bf7b46","delegatedPermissionIds":["521f91a6-ba36-435a-9b9f-406cdda8b0a4"]}]}}' \
      'The permission of the Azure CLI'
  fi
  echo "Registered: $app at $url. The deployment needs this:"
  echo "READER_CLIENT_ID=$client_id"
}

give_role() {
  local client_id reader role_id id kind given
  client_id=$(find_client_id)
  reader=$(find_service_principal "$client_id")
  role_id=$(ask GET "servicePrincipals/$reader?\$select=appRoles" --query "appRoles[?value=='$role'].id | [0]" --output tsv)
  [ -n "$role_id" ] || cannot "The registration of $app has no role $role."

  id=$who kind=user
  if [[ $who =~ $guid ]]; then
    kind=$(ask GET "directoryObjects/$who" --query '"@odata.type"' --output tsv) ||
      cannot "Nobody in this tenant has the object id $who, or you may not look it up."
    kind=${kind##*.}
  else
    id=$(ask GET "users/$who?\$select=id" --query id --output tsv) ||
      cannot "Nobody in this tenant is called $who, or you may not look users up."
  fi
  case $kind in
    user | group | servicePrincipal) ;;
    *) fail 2 "--to must be a user, a group or a program's service principal; $who is a $kind" ;;
  esac

  given=$(ask GET "${kind}s/$id/appRoleAssignments?\$filter=resourceId%20eq%20$reader" --output tsv \
    --query "length(value[?appRoleId=='$role_id' && principalId=='$id'])") ||
    cannot "The roles of $who could not be read."
  if [ "$given" = 0 ]; then
    post "servicePrincipals/$reader/appRoleAssignedTo" \
      "{\"principalId\":\"$id\",\"resourceId\":\"$reader\",\"appRoleId\":\"$role_id\"}" 'You may not give it.'
    echo "Given: $role to $who."
  else
    echo "Given already: $role to $who."
  fi
}

if [ -n "$role" ]; then give_role; else register; fi
