#!/usr/bin/env bash
# Grants the app's identity its permission in Microsoft Graph, with the Azure CLI. Calling it again changes nothing.
#
#   grant-graph.sh [--principal-id ID] [--cloud global|usgov-high|usgov-dod] [--role ROLE]… [--check]
#
# --principal-id  object id of the managed identity; default: $IDENTITY_PRINCIPAL_ID, as azd has it
# --cloud         default: $GRAPH_CLOUD, else global
# --role          default: CallRecords.Read.All, which is enough for everything that the app does
# --check         grants nothing, only says what is there
#
# GRAPH_IS_GRANTED=true in the environment asks nobody: somebody else has granted it, and you may not look.
# Exit code: 0 granted, 1 not granted, 2 wrong use.
set -euo pipefail

principal_id=${IDENTITY_PRINCIPAL_ID:-}
cloud=${GRAPH_CLOUD:-global}
roles=()
check_only=false

fail() {
  echo "$2" >&2
  exit "$1"
}

while [ $# -gt 0 ]; do
  case $1 in
    --principal-id | --cloud | --role) [ $# -ge 2 ] || fail 2 "$1 needs a value" ;;
  esac
  case $1 in
    --principal-id) principal_id=$2 && shift 2 ;;
    --cloud) cloud=$2 && shift 2 ;;
    --role) roles+=("$2") && shift 2 ;;
    --check) check_only=true && shift ;;
    *) fail 2 "Unknown option $1: see the head of $0" ;;
  esac
done
[ ${#roles[@]} -gt 0 ] || roles=(CallRecords.Read.All)

case $cloud in
  global) graph=https://graph.microsoft.com ;;
  usgov-high) graph=https://graph.microsoft.us ;;
  usgov-dod) graph=https://dod-graph.microsoft.us ;;
  *) fail 2 "--cloud must be global, usgov-high or usgov-dod, not \"$cloud\"" ;;
esac
[[ $principal_id =~ ^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$ ]] ||
  fail 2 "--principal-id must be the object id of the managed identity, a GUID, not \"$principal_id\""
for role in "${roles[@]}"; do
  case $role in
    CallRecords.Read.All | CallRecord-PstnCalls.Read.All) ;;
    *) fail 2 "--role must be CallRecords.Read.All or CallRecord-PstnCalls.Read.All, not \"$role\"" ;;
  esac
done
if [ "${GRAPH_IS_GRANTED:-}" = true ]; then
  echo 'Not looked up: GRAPH_IS_GRANTED says that the permission in Graph is there.'
  exit 0
fi
command -v az >/dev/null ||
  fail 1 'The Azure CLI (az) is not here: install it, or use grant-graph.ps1 with Microsoft Graph PowerShell.'

ask() {
  local method=$1 path=$2
  shift 2
  az rest --method "$method" --resource "$graph" --url "$graph/v1.0/$path" "$@"
}

cannot() {
  fail 1 "NOT GRANTED: ${roles[*]} in Microsoft Graph for the identity $principal_id. $1

A Privileged Role Administrator or Global Administrator of the tenant runs:

  infra/grant/grant-graph.sh --principal-id $principal_id --cloud $cloud

or, with Microsoft Graph PowerShell:

  infra/grant/grant-graph.ps1 -PrincipalId $principal_id -Cloud $cloud

Deploy the package only afterwards (azd deploy): a token that the app gets before the grant may stay in use for a day.
Where it is granted and you may not look it up: azd env set GRAPH_IS_GRANTED true."
}

# Microsoft Graph's own application has this id in every tenant and cloud; the ids of its roles are looked up.
graph_application="servicePrincipals(appId='00000003-0000-0000-c000-000000000000')"
graph_id=$(ask GET "$graph_application?\$select=id" --query id --output tsv) ||
  cannot 'You could not be signed in, or you may not look up applications: az login.'

for role in "${roles[@]}"; do
  role_id=$(ask GET "$graph_application?\$select=appRoles" --output tsv \
    --query "appRoles[?value=='$role' && contains(allowedMemberTypes, 'Application')].id | [0]")
  [ -n "$role_id" ] || fail 1 "Microsoft Graph at $graph has no application role $role."

  granted=$(ask GET "servicePrincipals/$principal_id/appRoleAssignments" --output tsv \
    --query "length(value[?appRoleId=='$role_id' && resourceId=='$graph_id'])") ||
    cannot 'The identity could not be read. One that was made a moment ago is not known everywhere: try again in a minute.'
  if [ "$granted" = 0 ]; then
    [ "$check_only" = false ] || cannot 'Nothing was changed.'
    ask POST "servicePrincipals/$graph_id/appRoleAssignedTo" --output none \
      --headers Content-Type=application/json \
      --body "{\"principalId\":\"$principal_id\",\"resourceId\":\"$graph_id\",\"appRoleId\":\"$role_id\"}" ||
      cannot 'You may not grant it.'
    echo "Granted: $role for $principal_id at $graph."
  else
    echo "Granted already: $role for $principal_id at $graph."
  fi
done
