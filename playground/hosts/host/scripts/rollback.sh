#!/bin/sh
# Usage: ./scripts/rollback.sh <environment> [backup]
# Restores the database from GODWIT_BACKUP, else the file given, else the newest backup; asks at the terminal first.
set -eu
cd "$(dirname -- "$0")/.."
environment=${1:?usage: rollback.sh <environment> [backup]}
newest=$(ls -t "backups/$environment"/*.dump 2>/dev/null | head -n 1)
backup=${GODWIT_BACKUP:-${2:-$newest}}
[ -f "$backup" ] || { echo "No backup to restore: '$backup'" >&2; exit 1; }

echo "Environment: $environment"
echo "Backup:      $backup"
printf 'Do you want to restore the database? (yes/no) '
read -r answer </dev/tty || { echo 'There is no terminal to answer at' >&2; exit 1; }
[ "$answer" = yes ] || { echo 'Nothing was changed'; exit 1; }

sql='DROP SCHEMA public CASCADE; CREATE SCHEMA public;'
./bin/database psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --command="$sql"
./bin/database sh -c 'exec pg_restore --exit-on-error --single-transaction --no-owner --dbname="$PGDATABASE" "$1"' sh "$backup"
echo 'Database restored'
