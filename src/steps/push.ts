import { allowTrouble } from '../domain/allowed.ts';
import type { PushForecast } from '../domain/inquiry.ts';
import type { Purpose } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { type PushConsent, pushCommand } from '../prisma-cli/commands.ts';
import { lossesSaid, readPush } from '../prisma-cli/read-push.ts';
import { prismaVersion } from '../prisma-cli/versions.ts';
import { hasBegun } from './has-begun.ts';
import { lookAt } from './look.ts';
import { notKnown } from './not-known.ts';
import { forecastPush } from './push-forecast.ts';
import { done, failed, type Step, type StepContext, type StepOutcome, type TaskPlan, type TaskReport } from './step.ts';
import { taskTrouble, unlessFull } from './task-trouble.ts';

type Push = Extract<Purpose, { kind: 'push' }>;

/**
 * `prisma db push`, detached, with exactly the consent that the dialog gave. Whether the database is what the schema says
 * is asked of Prisma afterwards, however the command ended.
 */
export const push: Step = async (context) => {
  const { purpose } = context.run;
  if (purpose.kind !== 'push') return failed(trouble('internal', 'This run pushes nothing.'));
  const forbidden = allowTrouble(purpose, context.environment);
  if (forbidden !== null) return failed(forbidden);
  const task = hasBegun(context, 'push') ? { commands: [] } : await pushTask(context, purpose);
  if ('code' in task) return failed(task);
  const report = await context.runTask(async () => task);
  if (report.end.kind === 'lock-lost') return failed(taskTrouble(report, what, context) ?? trouble('host-locked', ''));
  const after = await forecast(context);
  if ('code' in after) return notKnown('how the push ended', after);
  return pushEnd(purpose, report, after);
};

const what = { name: 'prisma db push', code: 'push-unfinished' as const };

async function forecast(context: StepContext): Promise<PushForecast | Trouble> {
  const looked = await lookAt(context, async ({ project }) => project);
  return looked.kind === 'unseen' ? looked.trouble : forecastPush(context, looked.value);
}

/** Right before it: what Prisma warns of now must be what was listed. A push that lists nothing makes sure of that by itself. */
async function pushTask(context: StepContext, purpose: Push): Promise<TaskPlan | Trouble> {
  const looked = await lookAt(context, async ({ project }) => project);
  if (looked.kind === 'unseen') return looked.trouble;
  const version = prismaVersion(looked.value.prismaVersion);
  if (version === null) return trouble('prisma-missing', 'Prisma is not installed where its commands run.');
  if (!purpose.forceReset) {
    const present = await forecastPush(context, looked.value);
    const objection = 'code' in present ? present : pushObjection(purpose.warnings, present);
    if (objection !== null) return objection;
  }
  const argv = pushCommand(context.environment, version, consentOf(purpose));
  return { commands: [{ argv, stdin: null, stdoutFile: null }] };
}

function consentOf({ warnings, forceReset }: Push): PushConsent {
  if (forceReset) return 'everything';
  return warnings.length > 0 ? 'what-it-warned-of' : 'nothing';
}

/** Why a push that was confirmed for these warnings must not begin; null where they are the same now. Pure. */
export function pushObjection(confirmed: readonly string[], present: PushForecast): Trouble | null {
  if (present.kind === 'in-sync')
    return trouble('nothing-to-create', 'The database has everything that the schema says already.');
  if (present.kind === 'impossible') return warningsChanged('Now it is not possible', present.changes);
  const same = JSON.stringify(present.warnings) === JSON.stringify(confirmed);
  return same ? null : warningsChanged('Now Prisma warns', present.warnings);
}

function warningsChanged(label: string, now: readonly string[]): Trouble {
  const facts = now.length === 0 ? [{ label, value: 'of nothing' }] : now.map((value) => ({ label, value }));
  return trouble(
    'warnings-changed',
    'What Prisma warns of is not what was confirmed. Nothing was pushed.',
    facts.slice(0, 8),
  );
}

/** What a push came to, from how its task ended and what Prisma says of the database since. Pure. */
export function pushEnd(purpose: Push, report: TaskReport, after: PushForecast): StepOutcome {
  const { end, log } = report;
  const code = end.kind === 'exited' ? end.code : null;
  if (after.kind === 'in-sync') return inSync(purpose, log, code);
  const word = readPush({ code: code ?? 1, stdout: log, stderr: '' });
  if (word.kind === 'warned') return failed(warningsChanged('Now Prisma warns', word.warnings), code);
  if (word.kind === 'impossible') return failed(warningsChanged('Now it is not possible', word.changes), code);
  const said =
    word.kind === 'failed' && 'message' in word.failure ? [{ label: 'Prisma', value: word.failure.message }] : [];
  const how = code === null ? 'The push was ended from outside.' : exitWords(code, word, report);
  const state = 'The database is not what the schema says; some of the changes may have been made.';
  return failed(trouble('push-unfinished', `${how} ${state}`, said), code);
}

function exitWords(code: number, word: ReturnType<typeof readPush>, report: TaskReport): string {
  const silent = word.kind === 'failed' && word.failure.kind === 'exec-failed';
  const ended = trouble(silent ? 'exec-failed' : 'push-unfinished', `${what.name} ended with exit code ${code}.`);
  return unlessFull(ended, report, what.name).message;
}

/** Rows may have come between the last look and the push: what it then destroyed is said. */
function inSync({ warnings, forceReset }: Push, log: string, code: number | null): StepOutcome {
  const beyond = forceReset ? [] : lossesSaid(log).filter((loss) => !warnings.includes(loss));
  const more = beyond.length === 0 ? '' : `; other than was confirmed: ${beyond.join(' ')}`;
  return done(`the database is what the schema says${more}`, code);
}
