import type { HistoryRow } from '../domain/migration.ts';
import type { Plan } from '../domain/run.ts';
import { blockedBy, type Trouble, trouble } from '../domain/trouble.ts';
import { formatDuration } from '../lib/duration.ts';
import { readDeploy } from '../prisma-cli/read-deploy.ts';
import { runsAsOne } from '../prisma-cli/versions.ts';
import { unseenLeftovers } from '../review/leftovers.ts';
import { loadParser } from '../review/parse/parser.ts';
import { lookAt } from './look.ts';
import type { StepContext, TaskReport } from './step.ts';
import { blockerWords, type Watched } from './watch.ts';

/** A migration that was interrupted because of other sessions: nothing is wrong with its file. */
export interface Setback {
  readonly kind: 'lock-timeout' | 'others-waited';
  readonly migration: string;
}

const lockTimeout = '55P03';
const cancelled = '57014';

/** Null where it ended otherwise. Pure. */
export function setbackOf({ end, log }: Pick<TaskReport, 'end' | 'log'>, watched: Watched): Setback | null {
  if (end.kind !== 'exited') return null;
  const said = readDeploy({ code: end.code, stdout: log, stderr: '' }).end;
  if (said.kind !== 'failed' || said.failure.kind !== 'migration-failed') return null;
  const { migration, sqlState } = said.failure;
  if (sqlState === lockTimeout) return { kind: 'lock-timeout', migration };
  return sqlState === cancelled && watched.cancelled !== null ? { kind: 'others-waited', migration } : null;
}

/** The names of the plan that are applied by now, in its order. */
export const finishedOf = ({ pending }: Plan, history: readonly HistoryRow[]): readonly string[] =>
  pending
    .map(({ name }) => name)
    .filter((name) => history.some((row) => row.name === name && row.finishedAt !== null && row.rolledBackAt === null));

/**
 * Proves that nothing of the interrupted file is in the database: null. Else what stayed, or why nobody can say, as a
 * sentence. `before`: no transaction of this try has a lower number.
 */
export async function whatStayed(
  context: Pick<StepContext, 'environment' | 'host' | 'targets'>,
  at: { plan: Plan; migration: string; before: string },
): Promise<string | null> {
  const looked = await lookAt(context, async ({ project, history }, session) => {
    const approved = at.plan.pending.find(({ name }) => name === at.migration);
    const file = project.files.find(({ name }) => name === at.migration);
    const sql = approved?.sha256 === file?.sha256 ? await session.sqlOf(at.migration) : null;
    if (sql === null) return 'Its file is another by now, so nobody can say what of it stayed.';
    const atomicity = runsAsOne(project.prismaVersion) ?? 'unknown';
    const unseen = unseenLeftovers(await loadParser(), sql, atomicity);
    if (unseen !== null) return `Nobody can say what of it stayed: ${unseen}.`;
    const { schema } = session.identity;
    const finished = finishedOf(at.plan, history);
    const written = await context.targets.writtenSince(session, { before: at.before, schema, finished });
    return written.length === 0 ? null : `The catalog changed since it began: ${written.join(', ')}.`;
  });
  return looked.kind === 'seen' ? looked.value : `Nobody could look what of it stayed: ${looked.trouble.message}`;
}

/** Why the try came to nothing, in words for the channel. Pure. */
export function setbackTrouble(
  { kind, migration }: Setback,
  at: {
    plan: Plan;
    finished: readonly string[];
    tries: number;
    lockTimeoutMs: number | null;
    watched: Watched;
  },
): Trouble {
  const { plan, finished, watched } = at;
  const state = `${finished.length} of ${plan.pending.length} migrations are applied.`;
  const why = kind === 'lock-timeout' ? waitedInVain(at) : othersWaited(watched);
  return trouble(kind, `${migration} ${why}. ${state}`, [
    { label: 'SQLSTATE', value: kind === 'lock-timeout' ? lockTimeout : cancelled },
    ...watched.blockers.map((one) => ({ label: blockedBy, value: blockerWords(one) })),
  ]);
}

function waitedInVain({ tries, lockTimeoutMs }: { tries: number; lockTimeoutMs: number | null }): string {
  const limit = lockTimeoutMs === null ? 'too long' : `longer than ${formatDuration(lockTimeoutMs)}`;
  return `waited ${limit} for a lock${tries === 1 ? '' : `, ${tries} times`}`;
}

function othersWaited({ cancelled: pile }: Watched): string {
  return pile === null
    ? 'was cancelled at the database'
    : `was cancelled at the database, because up to ${pile.sessions} sessions waited behind it`;
}

/** The same, where something may have stayed, or could not be marked: as any failed migration, for which there are ways out. */
export const unresolved = (cause: Trouble, migration: string, why: string): Trouble => ({
  code: 'migration-failed',
  message: `${cause.message} ${why}`,
  facts: [{ label: 'Migration', value: migration }, ...cause.facts],
});
