import type { HistoryRow } from '../domain/migration.ts';
import type { Plan, Run } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { isUncoded, type PrismaFailure } from '../prisma-cli/failure.ts';
import { troubleOfFailure } from '../prisma-cli/failure-trouble.ts';
import { readDeploy } from '../prisma-cli/read-deploy.ts';
import { receiptExit } from '../prisma-cli/read-receipt.ts';
import { done, failed, type StepOutcome, type TaskReport } from './step.ts';
import { unlessFull } from './task-trouble.ts';
import { unseenTrouble } from './unseen-trouble.ts';

/** What a deploy came to, from how its task ended and what the history says. Pure. */
export function settled(run: Run, plan: Plan, report: TaskReport, history: readonly HistoryRow[]): StepOutcome {
  const rows = newRows(plan, history);
  const finished = plan.pending.filter(({ name }) => rows.some((row) => row.name === name && row.finishedAt !== null));
  const exitCode = report.end.kind === 'exited' ? report.end.code : null;
  if (finished.length === plan.pending.length && !wasRefused(report)) {
    return done(`${finished.length} of ${plan.pending.length} applied`, exitCode);
  }
  const cause = causeOf(run, report, { finished: finished.length, of: plan.pending.length, rows });
  return failed(namingUnfinished(cause, rows), exitCode);
}

/**
 * Prisma itself said no. Ended by a signal (above 128), with its container or without a trace, it said nothing, and
 * the history decides alone.
 */
const wasRefused = ({ end, log }: TaskReport): boolean =>
  end.kind === 'exited' && end.code > 0 && end.code <= 128 && !brokeOff(log, end.code);

/** Prisma was at work, and what led to it (`docker-compose exec`) ended without a word of Prisma's why. */
function brokeOff(log: string, code: number): boolean {
  const { end, applying } = readDeploy({ code, stdout: log, stderr: '' });
  return applying.length > 0 && end.kind === 'failed' && end.failure.kind === 'exec-failed';
}

/** Rows that were not there when the plan was approved. */
function newRows(plan: Plan, history: readonly HistoryRow[]): readonly HistoryRow[] {
  const names = new Set(plan.pending.map(({ name }) => name));
  return history.filter((row) => names.has(row.name) && row.rolledBackAt === null);
}

/** However Prisma ended: a migration that stands unfinished in the history keeps the next deploy from starting. */
function namingUnfinished(cause: Trouble, rows: readonly HistoryRow[]): Trouble {
  const unfinished = rows.find((row) => row.finishedAt === null);
  if (unfinished === undefined || cause.facts.some(({ label }) => label === migrationLabel)) return cause;
  return { ...cause, facts: [...cause.facts, { label: migrationLabel, value: unfinished.name }] };
}

const migrationLabel = 'Migration';

function causeOf(
  run: Run,
  report: TaskReport,
  seen: { finished: number; of: number; rows: readonly HistoryRow[] },
): Trouble {
  const { end, log } = report;
  const unfinished = seen.rows.find((row) => row.finishedAt === null);
  const state = `${seen.finished} of ${seen.of} migrations are applied${unfinished === undefined ? '' : `; ${unfinished.name} was begun and is not finished`}.`;
  if (end.kind !== 'exited') return { ...abnormalEnd(report), message: `${abnormalEnd(report).message} ${state}` };
  if (end.code === receiptExit.unseen) return unseenTrouble(log);
  if (brokeOff(log, end.code))
    return trouble('signalled', `The way to Prisma broke off while it was at work. ${state}`);
  const read = readDeploy({ code: end.code, stdout: log, stderr: '' });
  if (read.end.kind !== 'failed') return trouble('still-pending', `Prisma ended with exit code ${end.code}. ${state}`);
  return failureTrouble(run, report, { failure: read.end.failure, state });
}

/** A statement or session that was ended because somebody pressed *Cancel* is that, not a mistake in the migration. */
function failureTrouble(
  run: Run,
  report: TaskReport,
  { failure, state }: { readonly failure: PrismaFailure; readonly state: string },
): Trouble {
  const cancelled = run.state.kind === 'running' && run.state.cancelling !== null;
  if (cancelled && wasInterrupted(failure)) {
    return trouble('signalled', `The deploy was cancelled at the database. ${state}`);
  }
  const cause = unlessFull(troubleOfFailure(failure), report, 'prisma migrate deploy');
  return { ...cause, message: `${cause.message} ${state}` };
}

/**
 * 57014 of a cancelled statement, 57P01 of an ended session, which Prisma may also call a closed connection. Of its own
 * statements between two files it repeats PostgreSQL's words alone, in the server's language: what else would stop these,
 * just when somebody cancels?
 */
function wasInterrupted(failure: PrismaFailure): boolean {
  if (failure.kind === 'migration-failed') return /^57/.test(failure.sqlState ?? '');
  return failure.kind === 'no-database' || isUncoded(failure);
}

const abnormalEnd = (report: TaskReport): Trouble => {
  switch (report.end.kind) {
    case 'timed-out':
      return trouble('time-limit', 'Prisma took longer than the time limit and was ended.');
    case 'vanished':
      return trouble('signalled', 'Prisma was ended from outside, or the host restarted.');
    default:
      return trouble('trace-missing', 'No trace of the deploy is left on the host.');
  }
};
