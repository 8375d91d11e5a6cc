#!/bin/sh
# Usage: ./scripts/backup.sh <environment> [label]
# Dumps the environment's database into backups/<environment>/.
set -eu
cd "$(dirname -- "$0")/.."
environment=${1:?usage: backup.sh <environment> [label]}
file=backups/$environment/$(date -u +%Y%m%dT%H%M%SZ)-${2:-manual}.dump
mkdir -p "backups/$environment"
trap 'rm -f "$file.part"' EXIT
./bin/database pg_dump --format=custom --file="$file.part"
mv "$file.part" "$file"
echo "Backup written to $file"
