import { allowTrouble } from '../domain/allowed.ts';
import { differencesOf } from '../domain/receipt.ts';
import type { Plan } from '../domain/run.ts';
import { trouble } from '../domain/trouble.ts';
import { type Draft, draftName, draftOf, withDraft } from './draft.ts';
import { lookAt } from './look.ts';
import { writeMigration } from './migration-file.ts';
import { presentPlan } from './plan.ts';
import { done, failed, type Step, type StepContext, type StepOutcome } from './step.ts';

/**
 * Writes the migration that was shown, byte for byte, where Prisma reads it; applying it is the next step. Written twice is
 * written once, so a later worker may take it from its beginning.
 */
export const create: Step = async (context) => {
  const { run, environment } = context;
  const name = draftName(run);
  if (name === null) return { kind: 'skipped', why: 'only what is pending is applied' };
  const forbidden = allowTrouble(run.purpose, environment);
  if (forbidden !== null) return failed(forbidden);
  if (run.plan === null) return failed(trouble('internal', 'This run has no plan.'));
  const found = await findDraft(context, run.plan);
  if ('kind' in found) return found;
  // What preflight compared did not have this file: the deploy has to look for itself.
  context.carried.approved = null;
  const why = found.draft === null ? null : await writeMigration(context, { ...found.draft, ...found });
  if (why === null) return done(name, 0);
  return failed(trouble('create-failed', `The migration ${name} was not written: ${why}.`));
};

/** The text once more: it must be the one that was shown. Null where its file stands already. */
async function findDraft(
  context: StepContext,
  plan: Plan,
): Promise<StepOutcome | { readonly draft: Draft | null; readonly migrationsPath: string }> {
  const looked = await lookAt(context, async (look, session): Promise<Awaited<ReturnType<typeof findDraft>>> => {
    const draft = await draftOf(context, look);
    if (draft !== null && 'code' in draft) return failed(draft);
    const { migrationsPath } = look.project;
    if (draft === null || plan.pending.some(({ sha256 }) => sha256 === draft.sha256)) return { draft, migrationsPath };
    const at = { ...context, ...plan, draft, now: context.now() };
    const present = await presentPlan(at, look, withDraft(session, draft));
    return { kind: 'receipt-changed', plan: present, changes: differencesOf(plan, present) };
  });
  return looked.kind === 'seen' ? looked.value : failed(looked.trouble);
}
