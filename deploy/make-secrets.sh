#!/bin/sh
# Make the secrets that compose.yaml hands to the services as files: ./secrets, once. It never overwrites one.
set -eu
cd "$(dirname "$0")/.."

if [ -e secrets ]; then
	echo 'secrets/ is there already; nothing was changed.' >&2
	exit 1
fi

key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }

umask 077
mkdir secrets
password=$(head -c 32 /dev/urandom | base64 | tr -d '\n=' | tr '+/' '-_')
printf '%s' "$password" >secrets/postgres_password
printf 'postgresql+asyncpg://daybook:%s@postgres:5432/daybook' "$password" >secrets/database_url
cat >secrets/keyring.json <<JSON
{
  "data": {"active": "d1", "keys": {"d1": "$(key)"}},
  "index": "$(key)",
  "token": {"active": "t1", "keys": {"t1": "$(key)"}}
}
JSON
# Compose hands a file over with the rights it has here, and the services run as users of their own: the folder
# is closed to others on this machine, the files in it are not.
chmod 0444 secrets/*
echo 'Made secrets/. Keep a copy of secrets/keyring.json apart from every copy of the database.'
