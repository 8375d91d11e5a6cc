import type { RunId } from '../domain/ids.ts';

/** The three names of a restore beside the present database. */
export interface DatabaseNames {
  readonly database: string;
  /** The restored one, until it takes the name. */
  readonly fresh: string;
  /** The one from before, once it has given its name away. */
  readonly old: string;
}

/** PostgreSQL cuts longer names without a word. */
const longestName = 63;

/** `app_r7f3k2mq` and `app_before_r7f3k2mq`; the database's own part gives way where a name would grow too long. */
export const namesFor = (database: string, run: RunId): DatabaseNames => ({
  database,
  fresh: besideName(database, `_${run}`),
  old: besideName(database, `_before_${run}`),
});

function besideName(database: string, end: string): string {
  let start = database;
  while (Buffer.byteLength(start + end) > longestName) start = [...start].slice(0, -1).join('');
  return start + end;
}
