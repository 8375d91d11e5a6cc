import { after, type EpochMs, epochMs } from '../lib/time.ts';
import { SqlError, type TargetSql } from '../ports/target.ts';
import { safetyDirectory } from './backup-listing.ts';
import { quoteIdentifier } from './quote-sql.ts';
import type { StepContext } from './step.ts';

/** How long what a restore replaced is kept; the next restore of the environment removes what is older. */
const keptDays = 7;
const dayMs = 24 * 60 * 60_000;

export const keptUntil = (now: EpochMs): EpochMs => after(now, keptDays * dayMs);

/** "29 Nov 2026", in UTC: for a line that is stored. */
export const untilWords = (until: EpochMs): string => `kept until ${new Date(until).toISOString().slice(0, 10)}`;

/** The comment that marks a database as a safety copy, since PostgreSQL keeps no time of its own. */
export const copyComment = (database: string, until: EpochMs): string =>
  `godwit: safety copy of ${database}, until ${new Date(until).toISOString()}`;

/** Removes the environment's safety backups whose time is over. One that cannot be removed is no reason to stop. */
export async function removeOldSafetyBackups({ environment, host }: StepContext): Promise<void> {
  const age = ['-type', 'f', '-mmin', `+${keptDays * 24 * 60}`];
  await host.exec({
    argv: ['find', '-H', safetyDirectory(environment), '-maxdepth', '1', ...age, '-delete'],
    directory: environment.directory,
    stdin: null,
    timeLimitMs: 30_000,
  });
}

/** Drops the safety copies of this database whose time is over. One that is in use stays until the next time. */
export async function dropOldCopies(admin: TargetSql, database: string, now: EpochMs): Promise<void> {
  const copies = await admin.query<{ name: string; comment: string }>(
    `SELECT datname AS name, shobj_description(oid, 'pg_database') AS comment FROM pg_database
     WHERE shobj_description(oid, 'pg_database') LIKE 'godwit: safety copy of %' ORDER BY datname`,
  );
  for (const { name, comment } of copies) {
    if (!isOver(comment, database, now)) continue;
    try {
      await admin.query(`DROP DATABASE ${quoteIdentifier(name)}`);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
    }
  }
}

function isOver(comment: string, database: string, now: EpochMs): boolean {
  const [, of, until] = /^godwit: safety copy of (.*), until (\S+)$/s.exec(comment) ?? [];
  return of === database && until !== undefined && epochMs(Date.parse(until)) <= now;
}
