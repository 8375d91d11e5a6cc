import { allowTrouble } from '../domain/allowed.ts';
import type { Sha256 } from '../domain/ids.ts';
import { differencesOf } from '../domain/receipt.ts';
import type { Plan } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { draftName, draftOf, withDraft } from './draft.ts';
import { hasBegun } from './has-begun.ts';
import { type Look, lookAt } from './look.ts';
import { type MigrationText, notRead, otherFile, takenBack, unwritten, writingTask } from './migration-file.ts';
import { notKnown } from './not-known.ts';
import { presentPlan } from './plan.ts';
import { done, failed, type Step, type StepContext, type StepOutcome, type TaskReport } from './step.ts';
import { taskTrouble } from './task-trouble.ts';

/**
 * Writes the migration that was shown, byte for byte, where Prisma reads it, as detached work; applying it is the next
 * step. However the work ended, what Prisma reads there decides.
 */
export const create: Step = async (context) => {
  const { run, environment } = context;
  const name = draftName(run);
  if (name === null) return { kind: 'skipped', why: 'only what is pending is applied' };
  const forbidden = allowTrouble(run.purpose, environment);
  if (forbidden !== null) return failed(forbidden);
  if (run.plan === null) return failed(trouble('internal', 'This run has no plan.'));
  const found = hasBegun(context, 'create') ? { kind: 'begun' as const } : await findDraft(context, run.plan);
  // What preflight compared did not have this file: the deploy has to look for itself.
  context.carried.approved = null;
  if (found.kind !== 'draft' && found.kind !== 'begun') return found;
  const task = found.kind === 'draft' ? writingTask(found.file) : { commands: [] };
  const report = await context.runTask(async () => task);
  return settleByLooking(context, { name, approved: run.plan.pending.at(-1)?.sha256 ?? null }, report);
};

/** The text once more: it must be the one that was shown. Its file may stand already. */
async function findDraft(
  context: StepContext,
  plan: Plan,
): Promise<StepOutcome | { readonly kind: 'draft'; readonly file: MigrationText }> {
  const looked = await lookAt(context, async (look, session): Promise<Awaited<ReturnType<typeof findDraft>>> => {
    const draft = await draftOf(context, look);
    if (draft === null) return standing(plan, look, draftName(context.run) ?? '');
    if ('code' in draft) return failed(draft);
    const { migrationsPath } = look.project;
    if (plan.pending.some(({ sha256 }) => sha256 === draft.sha256))
      return { kind: 'draft', file: { ...draft, migrationsPath } };
    const at = { ...context, ...plan, draft, now: context.now() };
    const present = await presentPlan(at, look, withDraft(session, draft));
    return { kind: 'receipt-changed', plan: present, changes: differencesOf(plan, present) };
  });
  return looked.kind === 'seen' ? looked.value : failed(looked.trouble);
}

/** Its file stands already: it must be the one that was shown. */
function standing({ pending }: Plan, { project }: Pick<Look, 'project'>, name: string): StepOutcome {
  const file = project.files.find((one) => one.name === name);
  const same = pending.some(({ sha256 }) => sha256 === file?.sha256);
  return same ? done(name, 0) : failed(unwrittenTrouble(name, otherFile));
}

interface Approved {
  readonly name: string;
  readonly approved: Sha256 | null;
}

/** What was written and is not read there is of no use to anybody: it is taken away again. */
async function settleByLooking(
  context: StepContext,
  { name, approved }: Approved,
  report: TaskReport,
): Promise<StepOutcome> {
  const looked = await lookAt(context, async ({ project }) => project);
  if (looked.kind === 'unseen') return notKnown(`whether ${name} was written`, looked.trouble);
  const { files, migrationsPath } = looked.value;
  const present = files.find((file) => file.name === name)?.sha256 ?? null;
  const unread = present === null && report.end.kind === 'exited' && report.end.code === 0;
  if (!unread || approved === null) return createEnd({ name, approved, present }, report, context);
  return failed(unwrittenTrouble(name, await takenBack(context, { name, migrationsPath, sha256: approved }, notRead)));
}

/** What writing came to, from how it ended and the checksum of what Prisma reads under this name. Pure. */
export function createEnd(
  { name, approved, present }: Approved & { readonly present: Sha256 | null },
  report: TaskReport,
  context: Pick<StepContext, 'environment'>,
): StepOutcome {
  const code = report.end.kind === 'exited' ? report.end.code : null;
  if (present !== null && present === approved) return done(name, code);
  if (present !== null) return failed(unwrittenTrouble(name, otherFile), code);
  const ended = taskTrouble(report, { name: `Writing ${name}`, code: 'create-failed' }, context);
  if (ended === null) return failed(unwrittenTrouble(name, notRead), code);
  if (ended.code === 'create-failed') return failed(unwrittenTrouble(name, unwritten(code ?? 1, report.log)), code);
  return failed({ ...ended, message: `${ended.message} Nothing of it lies among the migrations.` }, code);
}

const unwrittenTrouble = (name: string, why: string): Trouble =>
  trouble('create-failed', `The migration ${name} was not written: ${why}.`);
