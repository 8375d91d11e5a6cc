import type { MigrationLock } from '../domain/gates/gate.ts';
import { heldBy, lockFacts } from '../domain/gates/migration-lock.ts';
import type { HistoryRow } from '../domain/migration.ts';
import type { Plan } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { isUncoded, type PrismaFailure } from '../prisma-cli/failure.ts';
import { readDeploy } from '../prisma-cli/read-deploy.ts';
import { type Turn, triesAtMost } from './deploy-turns.ts';
import { migrationLock } from './gates.ts';
import { lookAt } from './look.ts';
import { waitForNextTry } from './next-try.ts';
import { finishedOf } from './setback.ts';
import { failed, type StepContext, type StepOutcome, type TaskReport } from './step.ts';
import { blockersWords, type Watched } from './watch.ts';

type LockedOut = Extract<PrismaFailure, { kind: 'lock-held' | 'refused' }>;

/**
 * Prisma gave up before it sent any file, since somebody else holds its lock; null where it ended otherwise. What the
 * server said in another language than English may be that, too. Pure.
 */
function lockedOutOf({ end, log }: Pick<TaskReport, 'end' | 'log'>): LockedOut | null {
  if (end.kind !== 'exited') return null;
  const said = readDeploy({ code: end.code, stdout: log, stderr: '' }).end;
  if (said.kind !== 'failed') return null;
  const { failure } = said;
  if (failure.kind === 'lock-held') return failure;
  return failure.kind === 'refused' && isUncoded(failure) ? failure : null;
}

/**
 * Where Prisma could not have its lock: tries again, or says who was in the way. Nothing is waited for but the time:
 * the next try finds out by itself whether whoever held the lock changed what this run was approved for. Null where it
 * ended otherwise, or where a row of the history was begun and nobody works on it: then the history decides.
 */
export async function afterLockedOut(
  context: StepContext,
  plan: Plan,
  { report, seen, tried }: { readonly report: TaskReport; readonly seen: Watched; readonly tried: number },
): Promise<Turn | StepOutcome | null> {
  const failure = lockedOutOf(report);
  if (failure === null) return null;
  const site = { ...context, instance: context.owner.instance, run: context.run.id };
  const looked = await lookAt(context, async ({ history }, session) => ({
    history,
    lock: await migrationLock(site, session),
  }));
  if (looked.kind === 'unseen') return null;
  const { lock, history } = looked.value;
  if (lock === null && hasUnfinished(plan, history)) return null;
  if (failure.kind === 'refused' && lock === null && seen.blockers.length === 0) return null;
  const cause = lockedOutTrouble(failure, {
    ...{ plan, finished: finishedOf(plan, history), tries: tried, lock, seen },
  });
  if (tried >= triesAtMost) return failed(cause);
  const waited = await waitForNextTry(context, { tried, why: holderWords(lock, seen), blockers: [] });
  if (waited === 'cancelled')
    return failed(trouble('signalled', `The deploy was cancelled between two tries. ${cause.message}`));
  return { kind: 'try', number: tried + 1 };
}

const hasUnfinished = ({ pending }: Plan, history: readonly HistoryRow[]): boolean =>
  history.some(
    (row) => row.finishedAt === null && row.rolledBackAt === null && pending.some(({ name }) => name === row.name),
  );

/** Who held its lock is known only where they still do; who held something else of Prisma's was seen meanwhile. */
function holderWords(lock: MigrationLock | null, { blockers }: Watched): string {
  if (lock !== null) return heldBy(lock);
  return blockers.length === 0
    ? "Prisma's migration lock was held by somebody who is gone by now"
    : `Prisma waited for a lock of ${blockersWords(blockers)}`;
}

/** Why no file was sent, in words for the channel. Pure. */
function lockedOutTrouble(
  failure: LockedOut,
  at: { plan: Plan; finished: readonly string[]; tries: number; lock: MigrationLock | null; seen: Watched },
): Trouble {
  const { plan, finished, tries, lock, seen } = at;
  const waited = tries === 1 ? '' : ` Prisma waited for it ${tries} times.`;
  return trouble(
    'migration-lock-held',
    `${holderWords(lock, seen)}.${waited} ${finished.length} of ${plan.pending.length} migrations are applied.`,
    [factOf(failure), ...(lock === null ? [] : lockFacts(lock))],
  );
}

function factOf(failure: LockedOut): Trouble['facts'][number] {
  if (failure.kind === 'refused') return { label: 'Database', value: failure.message };
  return failure.gaveUp === 'prisma' ? { label: 'Prisma', value: 'P1002' } : { label: 'SQLSTATE', value: '55P03' };
}
