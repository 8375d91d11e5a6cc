import { trouble } from '../domain/trouble.ts';
import { resolveCommand } from '../prisma-cli/commands.ts';
import { type Marking, partOf, type Turn } from './deploy-turns.ts';
import { hasBegun } from './has-begun.ts';
import { waitForNextTry } from './next-try.ts';
import { unresolved, whatStayed } from './setback.ts';
import { failed, type StepContext, type StepOutcome } from './step.ts';
import { taskTrouble } from './task-trouble.ts';

/**
 * Tells Prisma that the interrupted migration was rolled back, as a task of its own: until then nothing more is applied.
 * Then the next try follows after a while, or the end.
 */
export async function takeMark(
  context: StepContext,
  turn: Extract<Turn, { kind: 'mark' }>,
): Promise<Turn | StepOutcome> {
  const stayed = await stayedSince(context, turn);
  if (stayed !== null) return stayed;
  const report = await context.runTask(async () => markTask(context, turn.marking), { part: partOf(turn) ?? 'mark' });
  const marking: Marking = turn.marking ?? JSON.parse(report.memo ?? 'null');
  const problem = taskTrouble(report, { name: 'prisma migrate resolve', code: 'prisma-refused' }, context);
  if (problem !== null) {
    return failed(unresolved(marking.trouble, marking.migration, `It could not be marked: ${problem.message}`));
  }
  if (!marking.again) return failed(marking.trouble);
  const { blockers = [] } = marking;
  const waited = await waitForNextTry(context, { tried: turn.number, why: 'a lock could not be had', blockers });
  if (waited === 'cancelled') {
    return failed(trouble('signalled', `The deploy was cancelled between two tries. ${marking.trouble.message}`));
  }
  return { kind: 'try', number: turn.number + 1 };
}

/** An earlier worker died before it began the mark: what it had proved is proved again. Null: nothing of the file stayed. */
async function stayedSince(
  context: StepContext,
  { kind, number, marking }: Extract<Turn, { kind: 'mark' }>,
): Promise<StepOutcome | null> {
  const { begunPart, run } = context;
  if (begunPart?.part !== partOf({ kind, number }) || hasBegun(context, 'deploy')) return null;
  if (marking?.before === undefined || run.plan === null) return null;
  const { migration, before } = marking;
  const stayed = await whatStayed(context, { plan: run.plan, migration, before });
  return stayed === null ? null : failed(unresolved(marking.trouble, migration, stayed));
}

function markTask({ environment }: StepContext, marking: Marking | null) {
  if (marking === null) throw new Error('a mark was begun without knowing of what');
  const argv = resolveCommand(environment, 'rolled-back', marking.migration);
  return { commands: [{ argv, stdin: null, stdoutFile: null }], memo: JSON.stringify(marking) };
}
