import { allowTrouble } from '../domain/allowed.ts';
import type { HistoryRow } from '../domain/migration.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { resetCommand } from '../prisma-cli/commands.ts';
import { readFailure } from '../prisma-cli/failure.ts';
import { troubleOfFailure } from '../prisma-cli/failure-trouble.ts';
import { applyingOf } from '../prisma-cli/read-deploy.ts';
import { prismaVersion } from '../prisma-cli/versions.ts';
import { hasBegun } from './has-begun.ts';
import { type Look, lookAt } from './look.ts';
import { notKnown } from './not-known.ts';
import { done, failed, type Step, type StepContext, type StepOutcome, type TaskPlan, type TaskReport } from './step.ts';
import { taskTrouble, unlessFull } from './task-trouble.ts';

/** `prisma migrate reset`, detached. What became of it is read from the history: none of the rows before, and every file. */
export const reset: Step = async (context) => {
  const forbidden = allowTrouble(context.run.purpose, context.environment);
  if (forbidden !== null) return failed(forbidden);
  const task = hasBegun(context, 'reset') ? { commands: [] } : await resetTask(context);
  if ('code' in task) return failed(task);
  const report = await context.runTask(async () => task, { progressOf });
  if (report.end.kind === 'lock-lost') return failed(taskTrouble(report, what, context) ?? trouble('host-locked', ''));
  return settleByLooking(context, report);
};

const what = { name: 'prisma migrate reset', code: 'reset-unfinished' as const };

/** The rows of before are remembered: once they are gone, everything is. */
async function resetTask(context: StepContext): Promise<TaskPlan | Trouble> {
  const looked = await lookAt(context, async (look) => look);
  if (looked.kind === 'unseen') return looked.trouble;
  const { project, history } = looked.value;
  const version = prismaVersion(project.prismaVersion);
  if (version === null) return trouble('prisma-missing', 'Prisma is not installed where its commands run.');
  const argv = resetCommand(context.environment, version);
  return { commands: [{ argv, stdin: null, stdoutFile: null }], memo: JSON.stringify(history.map(({ id }) => id)) };
}

const progressOf = (log: string): string | null => {
  const begun = applyingOf(log).length;
  return begun === 0 ? null : `${begun} applied`;
};

async function settleByLooking(context: StepContext, report: TaskReport): Promise<StepOutcome> {
  const deadline = context.now() + context.environment.limits.stepMs;
  for (;;) {
    const seen = await lookAt(context, async (look, session) => ({
      look,
      holder: await context.targets.lockHolder(session),
    }));
    if (seen.kind === 'unseen') return notKnown(asked, seen.trouble);
    if (seen.value.holder === null) return resetEnd(report, seen.value.look);
    if (context.now() > deadline) return notKnown(asked, stillHeld);
    await context.report('waiting for the database session to end');
    await context.pause(1_000);
  }
}

const asked = 'how the reset ended';
const stillHeld = trouble('time-limit', 'a session still holds the migration lock.');

/** What a reset came to, from how its task ended and what the history says. Pure. */
export function resetEnd(report: TaskReport, { history, comparison, project }: Look): StepOutcome {
  const { end } = report;
  const code = end.kind === 'exited' ? end.code : null;
  const before: readonly string[] = report.memo === null ? [] : JSON.parse(report.memo);
  const untouched = history.some(({ id }) => before.includes(id));
  const finished = history.filter(isFinished).length;
  const whole = comparison.pending.length === 0 && comparison.failed.length === 0;
  if (!untouched && whole && (code === 0 || code === null || code > 128)) {
    return done(`${finished} of ${project.files.length} applied anew`, code);
  }
  const state = resetState({ before: before.length, untouched, finished, of: project.files.length });
  return failed(resetTrouble(report, untouched, state), code);
}

const isFinished = ({ finishedAt, rolledBackAt }: HistoryRow): boolean => finishedAt !== null && rolledBackAt === null;

function resetState(seen: { before: number; untouched: boolean; finished: number; of: number }): string {
  if (seen.untouched) return 'Nothing was dropped: the database is as it was.';
  const now = `${seen.finished} of ${seen.of} migrations are applied now.`;
  return seen.before === 0 ? now : `What was there is dropped; ${now}`;
}

function resetTrouble(report: TaskReport, untouched: boolean, state: string): Trouble {
  const { end, log } = report;
  if (end.kind !== 'exited') return trouble('reset-unfinished', `The reset was ended from outside. ${state}`);
  const failure = readFailure({ code: end.code, stdout: log, stderr: '' });
  const cause = unlessFull(troubleOfFailure(failure), report, what.name);
  return { ...cause, code: untouched ? cause.code : 'reset-unfinished', message: `${cause.message} ${state}` };
}
