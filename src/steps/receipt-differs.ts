import { differencesOf } from '../domain/receipt.ts';
import type { Plan } from '../domain/run.ts';
import { historyTuple } from '../prisma-cli/digest.ts';
import { filesDifferences, historyDifferences, readReceiptCheck } from '../prisma-cli/read-receipt.ts';
import { type Look, lookAt } from './look.ts';
import { presentPlan } from './plan.ts';
import { failed, type StepContext, type StepOutcome, type TaskReport } from './step.ts';

/** The last look before Prisma saw something else than was approved, so Prisma was not started: what it was. */
export async function receiptDiffers(
  context: StepContext,
  plan: Plan,
  { log }: Pick<TaskReport, 'log'>,
): Promise<StepOutcome> {
  const looked = await lookAt(context, async (look, session) => {
    const present = await presentPlan({ ...context, ...plan, now: context.now() }, look, session);
    const changes = present.receipt === plan.receipt ? changedForAMoment(look, log) : differencesOf(plan, present);
    return { kind: 'receipt-changed' as const, plan: present, changes };
  });
  return looked.kind === 'seen' ? looked.value : failed(looked.trouble);
}

/** Everything is as it was approved again: what was different then stands only in the task's log. */
export function changedForAMoment({ project, history }: Pick<Look, 'project' | 'history'>, log: string) {
  const check = readReceiptCheck(log);
  const found = check?.kind === 'differs' ? check : { files: null, history: null };
  const differences = [
    ...(found.files === null ? [] : filesDifferences(project.files, found.files)),
    ...(found.history === null ? [] : historyDifferences(history.map(historyTuple), found.history)),
  ];
  const what = differences.length === 0 ? ['something was different.'] : differences;
  return what.map((difference) => `for a moment, right before the deploy: ${difference}`);
}
