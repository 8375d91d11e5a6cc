/** A fixed /bin/sh program that runs on the host, with its parameters as `$1`, `$2`, … */
export type Program = string;

/** Takes the lines that are only a comment out of a program: they are for readers, not for the wire and `ps`. */
export const program = (text: string): Program =>
  text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n');

/** For programs of which Godwit reads what they say on stderr, and that start nothing of the team's. */
export const inEnglish = 'export LC_ALL=C';

/** Where Godwit keeps its runs and locks on a host. */
export const statePlace = `state=\${XDG_STATE_HOME:-$HOME/.local/state}/godwit`;

/**
 * Shell functions that tell a process from a later one with the same number: start time (field 22 of its stat line; the
 * name before it may hold spaces and brackets) and boot. `group_lives` reads the file `group` of the run directory in
 * which it is called: "PID START BOOT". Zombies do not count, since nobody may be there to reap them.
 */
export const processIdentity = `
started() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
booted() { cat /proc/sys/kernel/random/boot_id; }
members() { cat /proc/[0-9]*/stat 2>/dev/null | sed -n "s/^.*) [^ZX] [0-9]* $1 .*/alive/p"; }
group_lives() {
  read -r pid start boot 2>/dev/null < group || return 1
  [ "$boot" = "$(booted)" ] || return 1
  now=$(started "$pid")
  [ -z "$now" ] || [ "$now" = "$start" ] || return 1
  [ -n "$(members "$pid")" ]
}
`;
