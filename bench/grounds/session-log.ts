import type { Interval } from '../statistics.ts';

/** When commands ran on a host, told by its SSH server. */
export interface SessionLog {
  /** To be called with each line that the server logs. */
  readonly onLine: (line: string) => void;
  /** The sessions so far; one that is open ends now. */
  readonly sessions: () => readonly Interval[];
  readonly clear: () => void;
}

const began = /Starting session: \S+.* port (\d+) id (\d+)/;
const ended = /Close session: .* port (\d+) id (\d+)/;

/** Pairs the server's lines by connection and session; `now` in milliseconds since 1970. */
export function sessionLog(now: () => number): SessionLog {
  const open = new Map<string, number>();
  let past: Interval[] = [];
  return {
    onLine: (line) => {
      const beginning = began.exec(line);
      if (beginning) open.set(`${beginning[1]}/${beginning[2]}`, now());
      const end = ended.exec(line);
      const key = end === null ? '' : `${end[1]}/${end[2]}`;
      const from = open.get(key);
      if (from === undefined) return;
      open.delete(key);
      past.push({ from, to: now() });
    },
    sessions: () => [...past, ...[...open.values()].map((from) => ({ from, to: now() }))],
    clear: () => {
      past = [];
    },
  };
}
