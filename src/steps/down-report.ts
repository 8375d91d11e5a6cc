import type { DownReport } from '../domain/drift.ts';
import type { Environment } from '../domain/environment.ts';
import type { Sha256 } from '../domain/ids.ts';
import type { Comparison, HistoryRow } from '../domain/migration.ts';
import { rollbackName } from '../domain/rollback-name.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import type { TargetSession, Targets } from '../ports/target.ts';
import { troubleOfFailure } from '../prisma-cli/failure-trouble.ts';
import { versionTrouble } from '../prisma-cli/version.ts';
import { prismaVersion } from '../prisma-cli/versions.ts';
import { hostWritable } from './host-writable.ts';
import { type Look, lookAt } from './look.ts';
import { migrateDiff, withShadow } from './migrate-diff.ts';
import { reviewSql, sqlSum } from './review-sql.ts';

interface Site {
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Targets;
  readonly now: EpochMs;
}

/** A report with the text that it names by its checksum. */
export interface MadeDownReport {
  readonly report: DownReport;
  readonly sql: ReadonlyMap<Sha256, string>;
}

/** What takes back the newest so many applied migrations: the difference between the files with and without them. */
export async function downReport(at: Site, newest: number): Promise<MadeDownReport | Trouble> {
  const looked = await lookAt(at, (look, session) => make(at, look, { session, newest }));
  return looked.kind === 'seen' ? looked.value : looked.trouble;
}

async function make(
  at: Site,
  look: Look,
  { session, newest }: { session: TargetSession; newest: number },
): Promise<MadeDownReport | Trouble> {
  const { project, comparison, history } = look;
  const undoes = newestApplied(comparison, history).slice(0, newest);
  const objection = downObjection(look, undoes);
  const version = prismaVersion(project.prismaVersion);
  if (objection !== null || version === null) return objection ?? trouble('internal', 'no version');
  const kept = comparison.applied.filter((name) => !undoes.includes(name));
  const folders = { with: comparison.applied, without: kept };
  const ends = { folders, from: '{with}', to: '{without}' } as const;
  const [used, place] = await Promise.all([
    withShadow(at, version.diff, (shadow) => migrateDiff(at, version.diff, { ...ends, shadow })),
    writableNow(at, look),
  ]);
  if (used.kind === 'refused') return withoutShadow(used.why);
  const found = used.value;
  if ('code' in found) return found;
  if (found.kind === 'failed') return troubleOfFailure(found.failure);
  const sql = found.kind === 'none' ? null : found.sql;
  const name = rollbackName(undoes, at.now);
  const review = sql === null ? null : await reviewSql({ ...at, session }, { name, sql });
  const { prismaVersion: installed, migrationsPath } = project;
  const writable = sql === null ? { kind: 'no' as const, why: 'there is nothing to write' } : place;
  return {
    report: {
      ...{ lookedAt: at.now, prismaVersion: installed, undoes, name, migrationsPath, review, writable },
      sql: sql === null ? null : sqlSum(sql),
      limits: [unseen],
      writing: { kind: 'none' },
    },
    sql: new Map(sql === null ? [] : [[sqlSum(sql), sql]]),
  };
}

const unseen =
  'Prisma takes back tables, columns, types, defaults, indexes and keys; not what the files did to views, triggers, functions, checks, policies, rights and rows';

/** The applied migrations, the one that ended last first. */
export function newestApplied({ applied }: Comparison, history: readonly HistoryRow[]): readonly string[] {
  const ended = new Map(history.flatMap(({ name, finishedAt }) => (finishedAt === null ? [] : [[name, finishedAt]])));
  return applied.toSorted((a, b) => (ended.get(b) ?? 0) - (ended.get(a) ?? 0) || (a < b ? 1 : -1));
}

/** Why no down SQL can be made; null when it can. */
function downObjection({ project, comparison }: Look, undoes: readonly string[]): Trouble | null {
  const { prismaVersion: installed } = project;
  const version = versionTrouble(installed);
  if (version !== null) return version;
  if (undoes.length === 0) return trouble('nothing-pending', 'There is nothing to take back: no migration is applied.');
  if (comparison.missing.length > 0) {
    const facts = comparison.missing.map((value) => ({ label: 'Migration', value }));
    return trouble(
      'migrations-unreadable',
      'Applied migrations are gone from the files, so nobody can say what was there before.',
      facts,
    );
  }
  return null;
}

const withoutShadow = (why: string): Trouble =>
  trouble('prisma-refused', 'Down SQL is made in a shadow database, and there can be none.', [
    { label: 'Shadow database', value: why },
  ]);

/** An ordinary deploy takes everything that is pending, so that nothing else may be. */
async function writableNow(at: Site, { project, comparison }: Look): Promise<DownReport['writable']> {
  const { pending, failed } = comparison;
  if (pending.length > 0) return { kind: 'no', why: `${pending.join(', ')} would be deployed with it` };
  if (failed.length > 0)
    return { kind: 'no', why: `${failed.join(', ')} failed, and nothing can be deployed before that is settled` };
  return hostWritable(at, project.migrationsPath);
}
