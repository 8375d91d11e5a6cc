import { program, statePlace } from './program.ts';

/**
 * Overwrites pieces of the log of run $1 with asterisks: a line "OFFSET LENGTH" each on stdin. The length stays, and
 * whoever writes at the log's end is not disturbed. Prints how many it overwrote.
 */
export const blankProgram = program(`
${statePlace}
cd "$state/runs/$1" 2>/dev/null && [ -f log ] || { echo 0; exit 0; }
count=0
while read -r offset length; do
  head -c "$length" /dev/zero | tr '\\0' '*' |
    dd of=log oflag=seek_bytes seek="$offset" conv=notrunc iflag=fullblock status=none || exit 1
  count=$((count + 1))
done
echo "$count"
`);
