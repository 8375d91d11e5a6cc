import { processIdentity, program, statePlace } from './program.ts';

/**
 * Streams a task's log as frames. $1 = mark, $2 = run id, $3 = first byte wanted, $4 = idle time in seconds after which
 * an unfinished line is taken for a question.
 *
 * Frames: "MARK data N" and N bytes of the log; "MARK ask N SECONDS" and the line; "MARK end N" and how. Lengths come
 * before bytes, so nothing that a task prints can be taken for a frame.
 * Output is looked for once a second; the end at once, because the supervisor's lock on `alive` is then released.
 * The client keeps stdin open as long as it follows. Its end, also by a broken connection, ends this process group:
 * sshd keeps a channel, and counts it, until the program on it is over.
 * Without an `end` file the task is gone only when its processes are: they may outlive a killed supervisor.
 *
 * A question needs a process of the task's session that waits in a read of the terminal, a select or a poll, as far as
 * /proc tells; where it does not tell ("0"), being idle is enough.
 */
export const followProgram = program(`
${processIdentity}
mark=$1 offset=$3 idle=0
${statePlace}
cd "$state/runs/$2" 2>/dev/null || { printf '%s end 6\\nabsent' "$mark"; exit 0; }
emit() {
  size=$(wc -c < log)
  [ "$size" -gt "$offset" ] || return 1
  printf '%s data %s\\n' "$mark" "$((size - offset))"
  tail -c "+$((offset + 1))" log | head -c "$((size - offset))"
  offset=$size
}
waits_for_input() {
  read -r pid rest 2>/dev/null < group || return 1
  known=
  for stat in $(cat /proc/[0-9]*/stat 2>/dev/null | sed -n "s/^\\([0-9]*\\) .*) [^ZX] [0-9]* [0-9]* $pid .*/\\1/p"); do
    place=$(cat "/proc/$stat/wchan" 2>/dev/null)
    case $place in
      *tty_read* | wait_woken | *select* | *poll*) return 0 ;;
      '' | 0) ;;
      *) known=yes ;;
    esac
  done
  [ -z "$known" ]
}
ask() {
  [ -e say ] && [ "$size" -gt 0 ] && [ -n "$(tail -c 1 log)" ] && waits_for_input || return 0
  line=$(tail -c 4096 log | tail -n 1)
  printf '%s ask %s %s\\n%s' "$mark" "$(printf '%s' "$line" | wc -c)" "$idle" "$line"
}
exec 3<&0 </dev/null
{ cat <&3; kill -s KILL 0; } > /dev/null 2>&1 &
exec 3<&-
emit
while :; do
  if flock -s -w 1 alive true; then gone=yes; else gone=; fi
  if emit; then idle=0; else idle=$((idle + 1)); fi
  if [ -n "$gone" ]; then
    [ -e end ] && break
    group_lives || break
    sleep 1
  elif [ "$idle" -gt 0 ] && [ "$((idle % $4))" -eq 0 ]; then
    ask
  fi
done
[ -e end ] && how=$(cat end) || how=vanished
emit
printf '%s end %s\n%s' "$mark" "$(printf '%s' "$how" | wc -c)" "$how"
`);
