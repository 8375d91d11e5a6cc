#!/bin/sh
# A backup that says it went well and leaves half a file.
set -eu
cd "$(dirname -- "$0")/.."
file=backups/$1/$(date -u +%Y%m%dT%H%M%SZ)-${2:-manual}.dump
mkdir -p "backups/$1"
./bin/database pg_dump --format=custom --file="$file"
truncate --size="$(($(stat --format=%s "$file") / 2))" "$file"
echo "Backup written to $file"
