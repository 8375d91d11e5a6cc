import type { HistoryRow } from '../domain/migration.ts';
import type { Plan } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { applyingOf } from '../prisma-cli/read-deploy.ts';
import { receiptExit } from '../prisma-cli/read-receipt.ts';
import { settled } from './deploy-end.ts';
import { firstTask, laterTask } from './deploy-task.ts';
import { partOf, type Turn, triesAtMost, turnOf } from './deploy-turns.ts';
import { hasBegun } from './has-begun.ts';
import { afterLockedOut } from './locked-out.ts';
import { lookAt } from './look.ts';
import { takeMark } from './mark-rolled-back.ts';
import { notKnown } from './not-known.ts';
import { receiptDiffers } from './receipt-differs.ts';
import { finishedOf, type Setback, setbackOf, setbackTrouble, unresolved, whatStayed } from './setback.ts';
import { failed, type Step, type StepContext, type StepOutcome, type TaskReport } from './step.ts';
import { taskTrouble } from './task-trouble.ts';
import { type Watched, watched } from './watch.ts';

/**
 * `prisma migrate deploy`, detached, with the receipt looked at once more as the last act before it, and watched from
 * outside. It is over only when its end is known, nobody holds Prisma's lock, and the history has no unfinished row of this
 * run. Where a lock could not be had, and nothing of the file stayed, it is tried again.
 */
export const deploy: Step = async (context) => {
  const { plan } = context.run;
  if (plan === null) return failed(trouble('internal', 'This run has no plan.'));
  let next: Turn | StepOutcome = turnOf(context.begunPart);
  while (isTurn(next)) {
    next = next.kind === 'try' ? await takeTry(context, plan, next) : await takeMark(context, next);
  }
  return next;
};

const isTurn = (next: Turn | StepOutcome): next is Turn => next.kind === 'try' || next.kind === 'mark';

const what = { name: 'prisma migrate deploy', code: 'migration-failed' as const };

async function takeTry(
  context: StepContext,
  plan: Plan,
  turn: Extract<Turn, { kind: 'try' }>,
): Promise<Turn | StepOutcome> {
  const begun = await beginTry(context, plan, turn);
  if (begun.kind === 'stop') return begun.outcome;
  const { report, seen } = begun;
  if (report.end.kind === 'lock-lost') return failed(taskTrouble(report, what, context) ?? trouble('host-locked', ''));
  if (report.end.kind === 'exited' && report.end.code === receiptExit.differs) {
    if (turn.number === 1) return receiptDiffers(context, plan, report);
    return failed(trouble('receipt-changed', 'Files or history changed between two tries.'));
  }
  const next = await afterLockedOut(context, plan, { report, seen, tried: turn.number });
  if (next !== null) return next;
  const { outcome, history } = await settleByLooking(context, plan, report);
  const setback = outcome.kind === 'failed' ? setbackOf(report, seen) : null;
  if (setback === null) return withTries(outcome, turn.number);
  const before = report.memo ?? '0';
  return afterSetback(context, plan, { setback, turn, seen, before, finished: finishedOf(plan, history) });
}

/** Begins the try, or follows it where an earlier worker began it. */
async function beginTry(context: StepContext, plan: Plan, turn: Turn) {
  const part = partOf(turn);
  const follows = hasBegun(context, 'deploy') && context.begunPart?.part === part;
  const task = follows
    ? { kind: 'task' as const, plan: { commands: [] } }
    : await (turn.number === 1 ? firstTask : laterTask)(context, plan);
  if (task.kind === 'stop') return task;
  // Prisma names a file once it has its lock; of a task that was begun earlier nobody may have seen that line.
  const prisma = { hasLock: follows };
  const options = {
    ...(part === undefined ? {} : { part }),
    progressOf: (log: string) => {
      prisma.hasLock ||= applyingOf(log).length > 0;
      return progressOf(log, plan);
    },
  };
  const run = context.runTask(async () => task.plan, options);
  const { value: report, watched: seen } = await watched(context, run, () => prisma.hasLock);
  return { kind: 'ended' as const, report, seen };
}

/** What follows is only begun once it is proved that nothing of the file stayed. */
async function afterSetback(
  context: StepContext,
  plan: Plan,
  at: {
    setback: Setback;
    turn: Extract<Turn, { kind: 'try' }>;
    seen: Watched;
    before: string;
    finished: readonly string[];
  },
): Promise<Turn | StepOutcome> {
  const { setback, turn, seen, before, finished } = at;
  const { lockTimeoutMs } = context.environment.limits;
  const { migration } = setback;
  const cause = setbackTrouble(setback, {
    ...{ plan, finished, tries: turn.number, lockTimeoutMs, watched: seen },
  });
  const stayed = await whatStayed(context, { plan, migration, before });
  if (stayed !== null) return failed(unresolved(cause, migration, stayed));
  const again = setback.kind === 'lock-timeout' && turn.number < triesAtMost;
  return {
    kind: 'mark',
    number: turn.number,
    marking: { migration, again, trouble: cause, blockers: seen.blockers, before },
  };
}

const withTries = (outcome: StepOutcome, tries: number): StepOutcome =>
  outcome.kind === 'done' && tries > 1 ? { ...outcome, summary: `${outcome.summary}, try ${tries}` } : outcome;

/** "2 of 3" while Prisma names what it applies. */
function progressOf(log: string, { pending }: Plan): string | null {
  const begun = applyingOf(log).length;
  return begun === 0 ? null : `${begun} of ${pending.length}`;
}

/** The exit code alone proves nothing: what the history says, once nobody works on it any more, decides. */
async function settleByLooking(
  context: StepContext,
  plan: Plan,
  report: TaskReport,
): Promise<{ outcome: StepOutcome; history: readonly HistoryRow[] }> {
  const deadline = context.now() + context.environment.limits.stepMs;
  for (;;) {
    const looked = await lookAt(context, async ({ history }, session) => ({
      history,
      holder: await context.targets.lockHolder(session),
    }));
    if (looked.kind === 'unseen') return unknown(looked.trouble);
    const { holder, history } = looked.value;
    if (holder === null) return { outcome: settled(await context.presentRun(), plan, report, history), history };
    if (context.now() > deadline) return unknown(stillHeld);
    await context.report('waiting for the database session to end');
    await context.pause(1_000);
  }
}

const unknown = (cause: Trouble): { outcome: StepOutcome; history: readonly HistoryRow[] } => ({
  outcome: notKnown('how the deploy ended', cause),
  history: [],
});

const stillHeld = trouble('time-limit', 'a session still holds the migration lock.');
