import { program, statePlace } from './program.ts';

/**
 * Looks at locks and directories without writing anything. $1 = mark; then for each: lock, directory, number of files,
 * the files. An owner is renamed into place, so it is whole without the guard.
 * Prints a checksum of the login's variables (those of the connection itself left out), then for each four lines of the
 * owner, where the directory leads, what is in it, and the mark with `whole`, or `unsure` where `stat` cannot be run.
 */
export const glanceProgram = program(`
mark=$1
shift
( unset SSH_CLIENT SSH_CONNECTION SSH_TTY SSH_ORIGINAL_COMMAND XDG_SESSION_ID _; export -p | cksum )
${statePlace}
here=$PWD
while [ "$#" -ge 3 ]; do
  lock=$1 directory=$2 count=$3 total=$#
  shift 3
  instance= run= token= since=
  if [ -e "$state/locks/$lock/owner" ]; then
    { read -r instance; read -r run; read -r token; read -r since; } < "$state/locks/$lock/owner"
  fi 2>/dev/null
  printf '%s\\n' "$instance" "$run" "$token" "$since"
  (
    cd -- "$directory" 2>/dev/null || { echo missing; exit 1; }
    pwd -P
    left=$count rest=$(($# - count))
    while [ "$left" -gt 0 ]; do
      set -- "$@" "$1"
      shift
      left=$((left - 1))
    done
    shift "$rest"
    stat -L -c '%n %F %d %i %s %y %z' -- . * .[!.]* "$@" 2>/dev/null
    [ "$?" -le 1 ]
  ) && echo "$mark whole" || echo "$mark unsure"
  shift "$count"
done
`);
