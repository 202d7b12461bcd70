#!/usr/bin/env bash
# Makes the client state once and keeps it in azd's environment (.azure/ENVIRONMENT/.env, on this machine only).
set -euo pipefail

if [ -z "${NOTIFICATION_CLIENT_STATE:-}" ]; then
  azd env set NOTIFICATION_CLIENT_STATE "$(od -An -tx1 -N32 /dev/urandom | tr -d ' \n')"
  echo 'The client state was made and is kept in the environment of azd.'
fi
