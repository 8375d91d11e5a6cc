import type { ResolvePurpose } from '../domain/resolve.ts';
import type { Plan } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { resolveCommand } from '../prisma-cli/commands.ts';
import { receiptExit } from '../prisma-cli/read-receipt.ts';
import { resolveTrouble } from '../prisma-cli/read-resolve.ts';
import { lookAgain } from './deploy-task.ts';
import { lookAt } from './look.ts';
import { standingOf } from './look-for-file.ts';
import { notKnown } from './not-known.ts';
import { receiptDiffers } from './receipt-differs.ts';
import { done, failed, type Step, type StepContext, type StepOutcome, type TaskPlan, type TaskReport } from './step.ts';
import { taskTrouble, unlessFull } from './task-trouble.ts';
import { unseenTrouble } from './unseen-trouble.ts';

/** `prisma migrate resolve`, detached, with the receipt looked at once more before it. What the history says counts. */
export const resolve: Step = async (context) => {
  const { purpose, plan } = context.run;
  if (purpose.kind !== 'resolve' || plan === null) {
    return failed(trouble('internal', 'This run has no plan by which to resolve a migration.'));
  }
  const task = await resolveTask(context, plan, purpose);
  if ('kind' in task) return task;
  const report = await context.runTask(async () => task);
  if (report.end.kind === 'lock-lost') return failed(taskTrouble(report, what, context) ?? trouble('host-locked', ''));
  if (report.end.kind === 'exited' && report.end.code === receiptExit.differs)
    return receiptDiffers(context, plan, report);
  return settleByLooking(context, purpose, report);
};

const what = { name: 'prisma migrate resolve', code: 'prisma-refused' as const };

async function resolveTask(context: StepContext, plan: Plan, purpose: ResolvePurpose): Promise<TaskPlan | StepOutcome> {
  const { environment, targets, carried, run } = context;
  if (run.steps.some(({ name, state }) => name === 'resolve' && state.kind === 'running' && state.begun))
    return { commands: [] };
  const expected = carried.approved ?? (await lookAgain(context, plan));
  if ('kind' in expected) return expected;
  const { files, history } = expected;
  const { as, migration } = purpose;
  const argvs = [targets.receiptCommand(environment, { files, history }), resolveCommand(environment, as, migration)];
  return { commands: argvs.map((argv) => ({ argv, stdin: null, stdoutFile: null })) };
}

/** Prisma may say that it recorded an end and record none, as of a migration that has two rows. */
async function settleByLooking(
  context: StepContext,
  purpose: ResolvePurpose,
  report: TaskReport,
): Promise<StepOutcome> {
  const { as, migration } = purpose;
  const seen = await lookAt(context, async (look) => standingOf(look, migration));
  if (seen.kind === 'unseen') return notKnown('whether it was recorded', seen.trouble);
  const exitCode = report.end.kind === 'exited' ? report.end.code : null;
  if (seen.value === as) return done(`recorded as ${as === 'applied' ? 'applied' : 'rolled back'}`, exitCode);
  return failed(troubleOf(context, purpose, report), exitCode);
}

function troubleOf(context: StepContext, { migration }: ResolvePurpose, report: TaskReport): Trouble {
  if (report.end.kind !== 'exited') return taskTrouble(report, what, context) ?? trouble('internal', 'no end');
  if (report.end.code === receiptExit.unseen) return unseenTrouble(report.log);
  const said = resolveTrouble({ code: report.end.code, stdout: report.log, stderr: '' }, migration);
  if (said !== null) return unlessFull(said, report, what.name);
  return trouble('prisma-refused', `Prisma ended well, and the history of ${migration} did not change.`);
}
