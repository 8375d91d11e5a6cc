import { quote } from '../quote.ts';
import { inEnglish, processIdentity, program, statePlace } from './program.ts';

/**
 * Runs the commands of a task: leads a session of its own, writes who it is, then obeys the script on descriptor 7.
 * The script (with the secrets in it) comes by a pipe, so that it stands in no file and in no argument.
 *
 * A trapped TERM waits for the command that is running; `told` keeps the next one from starting.
 * In the end it looks whether a command left something at work: such a script's end says nothing yet. A terminal would
 * end that with this shell, so it is looked for here, and said in the file `left`.
 */
const inner = program(`
${processIdentity}
echo "$$ $(started $$) $(booted)" > "$GODWIT_RUN/group.new" && mv "$GODWIT_RUN/group.new" "$GODWIT_RUN/group" || exit 73
run=\${GODWIT_RUN##*/} godwit_place=$GODWIT_RUN
umask "$GODWIT_UMASK"
unset GODWIT_RUN GODWIT_UMASK
told=
trap 'told=yes' TERM INT HUP
step() {
  [ -z "$told" ] || exit 143
  "$@"
  code=$?
  [ "$code" -eq 0 ] || exit "$code"
}
# $1 = file that gets the output, the rest = argv; the file appears under its name only when it is whole
keeping() {
  kept=$1
  shift
  if (umask 077 && : > "$kept.$run.part") && "$@" > "$kept.$run.part"; then
    sync "$kept.$run.part" 2>/dev/null
    mv -f -- "$kept.$run.part" "$kept"
  else
    code=$?
    rm -f -- "$kept.$run.part"
    return "$code"
  fi
}
enter() {
  cd -- "$1" || exit 72
}
readable() {
  [ -r "$1" ] || { echo "godwit: cannot read $1" >&2; exit 66; }
}
script=$(cat <&7)
exec 7<&-
eval "$script"
# what has a parent in this group is no orphan: this shell's own programs have
orphans() {
  all=$(cat /proc/[0-9]*/stat 2>/dev/null | sed -n "s/^\\([0-9]*\\) (.*) [^ZX] \\([0-9]*\\) $$ .*/\\1 \\2/p")
  pids=" $(printf '%s\\n' "$all" | cut -d' ' -f1 | tr '\\n' ' ')"
  printf '%s\\n' "$all" | while read -r one parent; do
    case "$$$pids" in "$one "* | *" $parent "*) ;; *) echo "$one" ;; esac
  done
}
tries=0
while [ -n "$(orphans)" ]; do
  [ "$tries" -lt 10 ] || { : > "$godwit_place/left"; break; }
  tries=$((tries + 1))
  sleep 0.2
done
exit 0
`);

/** Keeps the time limit of $1 seconds: TERM to the task's group, ten seconds later KILL. Works in the run directory. */
const watch = program(`
${processIdentity}
sleep "$1"
group_lives || exit 0
: > overdue
kill -s TERM -- "-$pid"
sleep 10
group_lives && kill -s KILL -- "-$pid"
`);

/**
 * Looks after one task until its end. Works in the run directory and reads the script from stdin.
 * $1 = lock, $2 $3 $4 = instance, run and token that must own it, $5 = time limit in seconds, $6 = terminal or plain,
 * $7 = umask for the commands, $8 and $9 = the two programs above.
 *
 * - Descriptor 9 holds the lock on `alive`: the kernel releases it with this process, however that ends, and wakes
 *   the followers. Descriptor 8 is the environment's own lock. No child gets either, or a daemon that a command leaves
 *   behind would hold them for ever.
 * - The watch is a session of its own and survives this process: the time limit holds whatever happens.
 * - The end is renamed into place: it is there whole or not at all. It is written into room that was taken at the
 *   beginning, so that it is told also when the disk is full by then; where something failed, that is told with it.
 *   It may have room again by then: without the file `group`, which comes before the commands, it had none. And it may
 *   be another: so the words for it are looked for in the log, in the language that the commands had, as `/dev/full`
 *   makes a program say them.
 */
const supervisor = program(`
locks=$PWD/../../locks
finish() {
  printf '%s\\n' "$@" 1<> end.new && mv end.new end
  exit 0
}
full() {
  [ "$code" -ne 73 ] || [ -e group ] || return 0
  (echo > room) 2>/dev/null || return 0
  [ -c /dev/full ] && [ -w /dev/full ] || return 1
  words=$(echo | tee /dev/full 2>&1 > /dev/null)
  words=\${words##*: }
  [ -n "$words" ] && LC_ALL=C grep -aqF -e "$words" log
}
trap : TERM INT HUP
script=$(cat)
exec < /dev/null >> log 2>&1
exec 8>> "$locks/$1.running"
flock -w 2 8 || finish lock-lost "$(cat "$locks/$1.running")"
owner=$(cat "$locks/$1/owner" 2>/dev/null)
{ read -r instance; read -r run; read -r token; } <<OWNER
$owner
OWNER
if [ "$instance" != "$2" ] || [ "$run" != "$3" ] || ! [ "\${token:-0}" -le "$4" ]; then
  finish lock-lost "$owner"
fi
printf '%s\\n' "$owner" > "$locks/$1.running"
export GODWIT_RUN="$PWD" GODWIT_UMASK="$7"
if [ "$6" = terminal ]; then
  exec 6<> say
  printf '%s' "$script" |
    SHELL=/bin/sh TERM=dumb setsid -w script -qefc "$8" /dev/null 7<&0 <&6 6>&- 8>&- 9>&- &
else
  printf '%s' "$script" | setsid -w /bin/sh -c "$8" godwit 7<&0 </dev/null 8>&- 9>&- &
fi
task=$!
script=
setsid -w /bin/sh -c "$9" godwit "$5" > /dev/null 2>&1 8>&- 9>&- &
watch=$!
# a signal to this shell ends the wait early: wait again until the task is really gone
while :; do
  wait "$task"
  code=$?
  kill -0 "$task" 2>/dev/null || break
done
kill -s KILL -- "-$watch" 2>/dev/null
kill -s KILL "$watch" 2>/dev/null
[ -e overdue ] && finish timed-out
[ -e left ] && finish "exited $code left"
[ "$code" -ne 0 ] && full && finish "exited $code full"
finish "exited $code"
`);

/**
 * Starts a task once. $1 = run id, $2 = mark that must end the script on stdin, $3 = plain or terminal, then the
 * parameters of the supervisor: $4 = lock, $5 $6 $7 = owner, $8 = time limit in seconds.
 *
 * The script is read to its end before anything is claimed: a connection that breaks half-way starts nothing.
 * The claim is a rename: it fails when the directory is there, and the directory appears with `alive` already locked,
 * so that no follower can see a run that nobody looks after.
 * Run directories whose task began more than 14 days ago are removed first, unless something holds them or their run
 * owns a lock: what such a run began must not come to look as if it had never begun.
 */
export const beginProgram = program(`
for tool in flock setsid; do
  command -v "$tool" > /dev/null || { echo "unfit $tool is not installed on the host"; exit 0; }
done
if [ "$3" = terminal ] && ! command -v script > /dev/null; then
  echo 'unfit script is not installed on the host'
  exit 0
fi
mask=$(umask) language=\${LC_ALL-none}
umask 077
${inEnglish}
${statePlace}
mkdir -p "$state/runs" "$state/locks" || exit 73
script=$(cat)
case $script in
  *"# end $2") ;;
  *) echo 'unfit the task did not arrive whole'; exit 0 ;;
esac
cd "$state/runs" || exit 73
owned() {
  for owner in ../locks/*/owner; do
    { read -r _ && read -r run; } 2>/dev/null < "$owner" || continue
    case $1 in "./$run"-*) return 0 ;; esac
  done
  return 1
}
find . -mindepth 2 -maxdepth 2 -name alive -mtime +14 | while read -r old; do
  owned "$old" || flock -n "$old" rm -rf "\${old%/alive}"
done
[ -e "$1" ] && { echo exists; exit 0; }
new=.new-$2
mkdir "$new" && : > "$new/log" && printf '%512s' '' | tr ' ' '\\n' > "$new/end.new" || exit 73
[ "$3" = terminal ] && mkfifo "$new/say"
exec 9> "$new/alive"
flock 9
if ! mv -T "$new" "$1" 2>/dev/null; then
  rm -rf "$new"
  [ -e "$1" ] || exit 73
  echo exists
  exit 0
fi
cd "$1" || exit 73
terminal=$3
shift 3
[ "$language" = none ] && unset LC_ALL || LC_ALL=$language
printf '%s' "$script" |
  setsid -f /bin/sh -c ${quote(supervisor)} godwit "$1" "$2" "$3" "$4" "$5" "$terminal" "$mask" ${quote(inner)} ${quote(watch)} > /dev/null 2>&1
echo started
`);
