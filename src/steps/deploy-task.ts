import type { HistoryRow } from '../domain/migration.ts';
import { differencesOf, markOf } from '../domain/receipt.ts';
import type { Plan } from '../domain/run.ts';
import { trouble } from '../domain/trouble.ts';
import { deployCommand } from '../prisma-cli/commands.ts';
import { type Approved, approvedAt } from './approved.ts';
import { type Look, lookAt } from './look.ts';
import { presentPlan } from './plan.ts';
import { sessionSettings } from './session-settings.ts';
import { failed, type StepContext, type StepOutcome, type TaskPlan } from './step.ts';
import { withTextsOnce } from './texts-once.ts';

export type PlannedTask =
  | { readonly kind: 'task'; readonly plan: TaskPlan }
  | { readonly kind: 'stop'; readonly outcome: StepOutcome };

/** The task of the first try. It must find files and history as they were when they were compared with the approved plan. */
export async function firstTask(context: StepContext, plan: Plan): Promise<PlannedTask> {
  const { approved } = context.carried;
  const proved = approved !== null && context.now() - approved.seenAt < provedForMs ? approved : null;
  const present = proved ?? (await lookAgain(context, plan));
  if ('kind' in present) return { kind: 'stop', outcome: present };
  // What preflight saw must be found again, also the applied files, which are in no receipt.
  const { files, history } = approved ?? present;
  return { kind: 'task', plan: taskOf(context, { ...present, files, history }) };
}

/** The task of a later try: files and history are the approved ones, but for what the earlier tries wrote themselves. */
export async function laterTask(context: StepContext, plan: Plan): Promise<PlannedTask> {
  const { targets, now } = context;
  const looked = await lookAt(context, async (look, session) =>
    onlyOurs(plan, look) ? approvedAt({ look, session, targets, now: now() }, plan) : null,
  );
  if (looked.kind === 'unseen') return { kind: 'stop', outcome: failed(looked.trouble) };
  if (looked.value !== null) return { kind: 'task', plan: taskOf(context, looked.value) };
  return { kind: 'stop', outcome: failed(trouble('receipt-changed', 'Files or history changed between two tries.')) };
}

/** Whether nobody else touched the pending files or the history since the plan was made. Pure. */
export function onlyOurs({ pending, history }: Plan, look: Pick<Look, 'project' | 'history' | 'comparison'>): boolean {
  const names = pending.map(({ name }) => name);
  const sameFiles = pending.every(({ name, sha256 }) =>
    look.project.files.some((file) => file.name === name && file.sha256 === sha256),
  );
  const known = new Set(history.map((mark) => JSON.stringify(mark)));
  const present = new Set(look.history.map((row) => JSON.stringify(markOf(row))));
  const ours = (row: HistoryRow) =>
    pending.some(({ name, sha256 }) => row.name === name && row.checksum === sha256) &&
    (row.finishedAt === null) === (row.rolledBackAt !== null);
  return (
    sameFiles &&
    look.comparison.pending.every((name) => names.includes(name)) &&
    [...known].every((mark) => present.has(mark)) &&
    look.history.every((row) => known.has(JSON.stringify(markOf(row))) || ours(row))
  );
}

/** The receipt, as the last act before Prisma, and Prisma with its settings. Its memo: which transactions may be its own. */
function taskOf({ environment, targets }: StepContext, approved: Approved): TaskPlan {
  const settings = sessionSettings(environment.limits, approved.concurrently.length > 0);
  const command = deployCommand({ ...environment, exec: [] });
  const argvs = [
    targets.receiptCommand(environment, { files: approved.files, history: approved.history }),
    targets.launchCommand(environment, { settings, input: null, command }),
  ];
  return { commands: argvs.map((argv) => ({ argv, stdin: null, stdoutFile: null })), memo: approved.before };
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
