import { differencesOf } from '../domain/receipt.ts';
import type { Plan } from '../domain/run.ts';
import { trouble } from '../domain/trouble.ts';
import { deployCommand } from '../prisma-cli/commands.ts';
import { applyingOf } from '../prisma-cli/read-deploy.ts';
import { receiptExit } from '../prisma-cli/read-receipt.ts';
import { type Approved, approvedAt } from './approved.ts';
import { settled } from './deploy-end.ts';
import { lookAt } from './look.ts';
import { presentPlan } from './plan.ts';
import { receiptDiffers } from './receipt-differs.ts';
import { sessionSettings } from './session-settings.ts';
import { failed, type Step, type StepContext, type StepOutcome, type TaskPlan, type TaskReport } from './step.ts';
import { taskTrouble } from './task-trouble.ts';
import { withTextsOnce } from './texts-once.ts';

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
  if (report.end.kind === 'exited' && report.end.code === receiptExit.differs) {
    return receiptDiffers(context, plan, report);
  }
  return settleByLooking(context, plan, report);
};

const what = { name: 'prisma migrate deploy', code: 'migration-failed' as const };

/** What the task must find: files and history as they were when they were compared with the approved plan. */
async function deployTask(
  context: StepContext,
  plan: Plan,
): Promise<{ kind: 'task'; plan: TaskPlan } | { kind: 'stop'; outcome: StepOutcome }> {
  if (context.run.steps.some(({ name, state }) => name === 'deploy' && state.kind === 'running' && state.begun)) {
    return { kind: 'task', plan: { commands: [] } };
  }
  const { approved } = context.carried;
  const proved = approved !== null && context.now() - approved.seenAt < provedForMs ? approved : null;
  const present = proved ?? (await lookAgain(context, plan));
  if ('kind' in present) return { kind: 'stop', outcome: present };
  // What preflight saw must be found again, also the applied files, which are in no receipt.
  const { files, history } = approved ?? present;
  const { environment, targets } = context;
  const settings = sessionSettings(environment.limits, present.concurrently.length > 0);
  const command = deployCommand({ ...environment, exec: [] });
  const argvs = [
    targets.receiptCommand(environment, { files, history }),
    targets.launchCommand(environment, { settings, input: null, command }),
  ];
  return { kind: 'task', plan: { commands: argvs.map((argv) => ({ argv, stdin: null, stdoutFile: null })) } };
}

/** The task itself looks at files and history; tables may have grown since preflight where the backup took longer. */
const provedForMs = 60_000;

/** Also for a worker that took the run over after preflight: it has not seen files, history and tables itself. */
export async function lookAgain(context: StepContext, plan: Plan): Promise<Approved | StepOutcome> {
  const { targets, now } = context;
  const looked = await lookAt(context, async (look, opened) => {
    const session = withTextsOnce(opened);
    const present = await presentPlan({ ...context, ...plan, now: now() }, look, session);
    return { present, approved: await approvedAt({ look, session, targets, now: now() }, present) };
  });
  if (looked.kind === 'unseen') return failed(looked.trouble);
  const { present, approved } = looked.value;
  if (present.receipt === plan.receipt) return approved;
  return { kind: 'receipt-changed', plan: present, changes: differencesOf(plan, present) };
}

/** "2 of 3" while Prisma names what it applies. */
function progressOf(log: string, { pending }: Plan): string | null {
  const begun = applyingOf(log).length;
  return begun === 0 ? null : `${begun} of ${pending.length}`;
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
    if (seen.value.holder === null) return settled(await context.presentRun(), plan, report, seen.value.history);
    if (context.now() > deadline) return unknown('a session still holds the migration lock');
    await context.report('waiting for the database session to end');
    await context.pause(1_000);
  }
}

const unknown = (why: string): StepOutcome => ({
  kind: 'unknown',
  trouble: trouble('connection-lost', `Nobody can say yet how the deploy ended: ${why}.`),
});
