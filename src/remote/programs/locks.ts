import { inEnglish, program, statePlace } from './program.ts';

/**
 * All of these look and write under one short `flock`, so that two takers cannot both see a free lock. The directory is
 * what is taken; its file `owner` holds instance, run, token and since, a line each, and is renamed into place. A
 * directory without that file is the trace of a taker that died half-way, and free.
 */
const guarded = `
umask 077
${inEnglish}
${statePlace}
mkdir -p "$state/locks" && cd "$state/locks" || exit 73
name=$1
exec 8>> "$name.guard"
flock -w 10 8 || { echo 'waiting for the guard of the lock: ten seconds' >&2; exit 75; }
instance= run= token= since=
[ -e "$name/owner" ] && { read -r instance; read -r run; read -r token; read -r since; } < "$name/owner"
`;

/**
 * $1 = lock, $2 $3 $4 $5 = who takes it. Taking it again with an equal or newer token stores that token.
 * `cat` says that the disk is full; the shell's own `printf` would call that an "I/O error".
 */
export const takeLockProgram = program(`
${guarded}
if [ -n "$run" ] && { [ "$instance" != "$2" ] || [ "$run" != "$3" ] || [ "$token" -gt "$4" ]; }; then
  printf '%s\\n' held "$instance" "$run" "$token" "$since"
  exit 0
fi
mkdir -p "$name" && printf '%s\\n' "$2" "$3" "$4" "$5" | cat > "$name/owner.new" && mv "$name/owner.new" "$name/owner" || exit 73
echo taken
`);

/** $1 = lock, $2 $3 = who releases it. */
export const releaseLockProgram = program(`
${guarded}
[ "$instance" = "$2" ] && [ "$run" = "$3" ] || { echo kept; exit 0; }
rm -rf "$name"
echo released
`);

/** $1 = lock. */
export const lockOwnerProgram = program(`
${guarded}
[ -n "$run" ] || { echo free; exit 0; }
printf '%s\\n' held "$instance" "$run" "$token" "$since"
`);

/** $1 = lock. */
export const breakLockProgram = program(`
${guarded}
rm -rf "$name"
echo broken
`);
