import { processIdentity, program, statePlace } from './program.ts';

/** Signals the process group of run $1 with $2; prints whether anything of it was there. */
export const signalProgram = program(`
${processIdentity}
${statePlace}
cd "$state/runs/$1" 2>/dev/null && group_lives && kill -s "$2" -- "-$pid" 2>/dev/null && echo signalled && exit 0
echo gone
`);

/** Whether run $1 was ever begun. */
export const traceProgram = program(`
${statePlace}
[ -e "$state/runs/$1" ] && echo there || echo none
`);

/**
 * Types the line on stdin into the terminal of run $1, once for offset $2.
 * The pipe is opened for both ways, which never waits for a reader: the task may end at this very moment.
 */
export const sayProgram = program(`
${statePlace}
cd "$state/runs/$1" 2>/dev/null && [ -p say ] || { echo absent; exit 0; }
IFS= read -r line
mkdir "answered-$2" 2>/dev/null || { echo repeated; exit 0; }
printf '%s\\n' "$line" 1<> say
echo said
`);
