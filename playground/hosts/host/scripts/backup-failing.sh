#!/bin/sh
# A backup that goes wrong the way full disks do.
echo "Dumping the database of $1 ..."
echo 'pg_dump: error: could not write to output file: No space left on device' >&2
exit 1
