import { processIdentity, program } from './program.ts';

/**
 * Runs one command: $1 = mark, $2 = directory (empty: the login's home), the rest = argv.
 * The mark cuts off what a login shell's dot files printed before. The shell leads its session (sshd and the local
 * transport see to that), so its pid is also the process group by which the command is ended.
 */
export const commandProgram = program(`
mark=$1 directory=$2
shift 2
if ! cd -- "\${directory:-$HOME}" 2>/dev/null; then
  printf '%s missing 0\\n' "$mark"
  exit 1
fi
printf '%s runs %s\\n' "$mark" "$$"
printf '%s\\n' "$mark" >&2
unset mark directory
exec "$@"
`);

/** Ends the process group $1: TERM, and KILL when something of it is still there after two seconds. */
export const endGroupProgram = program(`
${processIdentity}
kill -s TERM -- "-$1" 2>/dev/null || exit 0
for pause in 0.05 0.1 0.2 0.4 0.6 0.7; do
  sleep "$pause"
  [ -n "$(members "$1")" ] || exit 0
done
kill -s KILL -- "-$1" 2>/dev/null
exit 0
`);
