import type { HistoryRow } from '../domain/migration.ts';
import { differencesOf } from '../domain/receipt.ts';
import type { Plan, Run } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { deployCommand } from '../prisma-cli/commands.ts';
import { filesDigest, historyDigest } from '../prisma-cli/digest.ts';
import type { PrismaFailure } from '../prisma-cli/failure.ts';
import { troubleOfFailure } from '../prisma-cli/failure-trouble.ts';
import { applyingOf, readDeploy } from '../prisma-cli/read-deploy.ts';
import { lookAt } from './look.ts';
import { planFrom } from './plan.ts';
import { done, failed, type Step, type StepContext, type StepOutcome, type TaskPlan, type TaskReport } from './step.ts';
import { taskTrouble } from './task-trouble.ts';

/**
 * `prisma migrate deploy`, detached, with the receipt looked at once more as the last act before it.
 * It is over only when its end is known, nobody holds Prisma's lock, and the history has no unfinished row of this run.
 */
export const deploy: Step = async (context) => {
  const { plan } = context.run;
  if (plan === null) return failed(trouble('internal', 'This run has no plan.'));
  const task = await deployTask(context, plan);
  if (task.kind !== 'task') return task.outcome;
  const report = await context.runTask(async () => task.plan, { progressOf: (log) => progressOf(log, plan) });
  if (report.end.kind === 'lock-lost') return failed(taskTrouble(report, what, context) ?? trouble('host-locked', ''));
  if (report.end.kind === 'exited' && report.end.code === receiptDiffers) return receiptOutcome(context, plan);
  return settleByLooking(context, plan, report);
};

const what = { name: 'prisma migrate deploy', code: 'migration-failed' as const };
/** The exit codes of the receipt program. */
const receiptDiffers = 86;
const receiptUnreadable = 87;

/** What the task must find: today's files and history, after they were compared with the approved plan. */
async function deployTask(
  context: StepContext,
  plan: Plan,
): Promise<{ kind: 'task'; plan: TaskPlan } | { kind: 'stop'; outcome: StepOutcome }> {
  if (context.run.steps.some(({ name, state }) => name === 'deploy' && state.kind === 'running' && state.begun)) {
    return { kind: 'task', plan: { commands: [] } };
  }
  const looked = await lookAt(context, async (look) => ({
    present: planFrom(context, look, { now: context.now(), promotion: plan.promotion }),
    expected: { files: filesDigest(look.project.files), history: historyDigest(look.history) },
  }));
  if (looked.kind === 'unseen') return { kind: 'stop', outcome: failed(looked.trouble) };
  const { present, expected } = looked.value;
  if (present.receipt !== plan.receipt) {
    return { kind: 'stop', outcome: { kind: 'receipt-changed', plan: present, changes: differencesOf(plan, present) } };
  }
  const { environment, targets } = context;
  const argvs = [targets.receiptCommand(environment, expected), deployCommand(environment)];
  return { kind: 'task', plan: { commands: argvs.map((argv) => ({ argv, stdin: null, stdoutFile: null })) } };
}

/** "2 of 3" while Prisma names what it applies. */
function progressOf(log: string, { pending }: Plan): string | null {
  const begun = applyingOf(log).length;
  return begun === 0 ? null : `${begun} of ${pending.length}`;
}

async function receiptOutcome(context: StepContext, plan: Plan): Promise<StepOutcome> {
  const looked = await lookAt(context, async (look) =>
    planFrom(context, look, { now: context.now(), promotion: plan.promotion }),
  );
  if (looked.kind === 'unseen') return failed(looked.trouble);
  return { kind: 'receipt-changed', plan: looked.value, changes: differencesOf(plan, looked.value) };
}

/** The exit code alone proves nothing: what the history says, once nobody works on it any more, decides. */
async function settleByLooking(context: StepContext, plan: Plan, report: TaskReport): Promise<StepOutcome> {
  const deadline = context.now() + context.environment.limits.stepMs;
  for (;;) {
    const seen = await lookAt(context, async ({ history }, session) => ({
      history,
      holder: await context.targets.lockHolder(session),
    }));
    if (seen.kind === 'unseen') return unknown(`the database cannot be looked at: ${seen.trouble.message}`);
    if (seen.value.holder === null) return settled(context.run, plan, report, seen.value.history);
    if (context.now() > deadline) return unknown('a session still holds the migration lock');
    await context.report('waiting for the database session to end');
    await context.pause(1_000);
  }
}

const unknown = (why: string): StepOutcome => ({
  kind: 'unknown',
  trouble: trouble('connection-lost', `Nobody can say yet how the deploy ended: ${why}.`),
});

/** Reads the end from the history. Pure. */
export function settled(run: Run, plan: Plan, report: TaskReport, history: readonly HistoryRow[]): StepOutcome {
  const rows = newRows(plan, history);
  const finished = plan.pending.filter(({ name }) => rows.some((row) => row.name === name && row.finishedAt !== null));
  const exitCode = report.end.kind === 'exited' ? report.end.code : null;
  if (finished.length === plan.pending.length && !wasRefused(exitCode)) {
    return done(`${finished.length} of ${plan.pending.length} applied`, exitCode);
  }
  return failed(causeOf(run, report, { finished: finished.length, of: plan.pending.length, rows }), exitCode);
}

/** Prisma itself said no. Ended by a signal (above 128) or without a trace, it said nothing, and the history decides alone. */
const wasRefused = (exitCode: number | null): boolean => exitCode !== null && exitCode > 0 && exitCode <= 128;

/** Rows that were not there when the plan was approved. */
function newRows(plan: Plan, history: readonly HistoryRow[]): readonly HistoryRow[] {
  const names = new Set(plan.pending.map(({ name }) => name));
  return history.filter((row) => names.has(row.name) && row.rolledBackAt === null);
}

function causeOf(
  run: Run,
  report: TaskReport,
  seen: { finished: number; of: number; rows: readonly HistoryRow[] },
): Trouble {
  const { end, log } = report;
  const unfinished = seen.rows.find((row) => row.finishedAt === null);
  const state = `${seen.finished} of ${seen.of} migrations are applied${unfinished === undefined ? '' : `; ${unfinished.name} was begun and is not finished`}.`;
  if (end.kind !== 'exited') return { ...abnormalEnd(report), message: `${abnormalEnd(report).message} ${state}` };
  if (end.code === receiptUnreadable) {
    return trouble('migrations-unreadable', 'The files could not be looked at once more, so Prisma was not started.');
  }
  const read = readDeploy({ code: end.code, stdout: log, stderr: '' });
  if (read.end.kind !== 'failed') return trouble('still-pending', `Prisma ended with exit code ${end.code}. ${state}`);
  return failureTrouble(run, read.end.failure, state, end.code);
}

/** A statement or session that was ended because somebody pressed *Cancel* is that, not a mistake in the migration. */
function failureTrouble(run: Run, failure: PrismaFailure, state: string, code: number): Trouble {
  const cancelled = run.state.kind === 'running' && run.state.cancelling !== null;
  if (cancelled && wasInterrupted(failure)) {
    return trouble('signalled', `The deploy was cancelled at the database. ${state}`);
  }
  if (failure.kind === 'exec-failed' && code > 128)
    return trouble('signalled', `Prisma was ended by a signal (exit code ${code}). ${state}`);
  const cause = troubleOfFailure(failure);
  return { ...cause, message: `${cause.message} ${state}` };
}

/** 57014 of a cancelled statement, 57P01 of an ended session, which Prisma may also call a closed connection. */
const wasInterrupted = (failure: PrismaFailure): boolean =>
  failure.kind === 'migration-failed' ? /^57/.test(failure.sqlState ?? '') : failure.kind === 'no-database';

const abnormalEnd = (report: TaskReport): Trouble => {
  switch (report.end.kind) {
    case 'timed-out':
      return trouble('time-limit', 'Prisma took longer than the time limit and was ended.');
    case 'vanished':
      return trouble('signalled', 'Prisma was ended from outside, or the host restarted.');
    default:
      return trouble('signalled', 'No trace of the deploy is left on the host.');
  }
};
