import type { Backup } from '../domain/backup.ts';
import type { Environment } from '../domain/environment.ts';
import { formatBytes } from '../lib/bytes.ts';
import { bold, code, lines, type Mrkdwn, md } from './escape.ts';
import { date } from './words.ts';

/** The two ways out of a failed migration, each with what it means. `backup`: the one taken right before; null: none. */
export function waysOut(environment: Environment, failed: string | null, backup: Backup | null): Mrkdwn {
  const name = failed ?? '<migration>';
  const which =
    backup === null ? md`a backup` : md`the backup of this run (${formatBytes(backup.bytes)}, ${date(backup.takenAt)})`;
  return lines(
    bold('Two ways out'),
    md`1. ${bold('Back')}: restore ${which}. Everything written since then is lost.`,
    md`2. ${bold('Forward')}: look at what the migration left behind, then tell Prisma on the host:`,
    md`• ${resolve(environment, 'rolled-back', name)} when nothing of it is in the database; the next deploy applies the corrected file.`,
    md`• ${resolve(environment, 'applied', name)} when you completed it by hand; it is never run again.`,
  );
}

const resolve = ({ exec, prisma }: Environment, how: 'applied' | 'rolled-back', name: string): Mrkdwn =>
  code([...exec, ...prisma, 'migrate', 'resolve', `--${how}`, name].join(' '));
