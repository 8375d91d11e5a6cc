import type { Backup } from '../domain/backup.ts';
import type { Environment } from '../domain/environment.ts';
import { resolveWays } from '../domain/gates/failed-earlier.ts';
import { formatBytes } from '../lib/bytes.ts';
import { bold, lines, type Mrkdwn, md, withCode } from './escape.ts';
import { date } from './words.ts';

/** The two ways out of a failed migration, each with what it means. `backup`: the one taken right before; null: none. */
export function waysOut(environment: Environment, failed: string | null, backup: Backup | null): Mrkdwn {
  const name = failed ?? '<migration>';
  const which =
    backup === null ? md`a backup` : md`the backup of this run (${formatBytes(backup.bytes)}, ${date(backup.takenAt)})`;
  return lines(
    bold('Two ways out'),
    md`1. ${bold('Back')}: restore ${which}. Everything written since then is lost.`,
    md`2. ${bold('Forward')}: say how it ended; Godwit first looks at what of it is in the database:`,
    ...resolveWays({ environment }, name).map((way) => md`• ${withCode(way)}.`),
  );
}
