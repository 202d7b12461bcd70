#!/usr/bin/env bash
# Registers the readers' app once, where there is one, and keeps its client id in azd's environment. Who may not register
# sees the command for those who may; the archive is deployed all the same.
set -euo pipefail

[ "${READER_IS_DEPLOYED:-}" = true ] && [ -z "${READER_CLIENT_ID:-}" ] || exit 0

if ! said=$("$(dirname "$0")/../grant/grant-reader.sh"); then
  echo 'Nobody can read yet. With the client id that the command above prints: azd env set READER_CLIENT_ID ID && azd provision'
  exit 0
fi
azd env set READER_CLIENT_ID "$(sed -n 's/^READER_CLIENT_ID=//p' <<<"$said")"
echo 'The readers’ app is registered. Once more, so that it knows: azd provision. Then give roles: infra/grant/grant-reader.sh --role ROLE --to WHO'
