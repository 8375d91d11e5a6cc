import { trouble } from '../domain/trouble.ts';
import { formatDuration } from '../lib/duration.ts';
import { resolveCommand } from '../prisma-cli/commands.ts';
import { type Marking, partOf, type Turn, triesAtMost, waitMs } from './deploy-turns.ts';
import { unresolved } from './setback.ts';
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
  const report = await context.runTask(async () => markTask(context, turn.marking), { part: partOf(turn) ?? 'mark' });
  const marking: Marking = turn.marking ?? JSON.parse(report.memo ?? 'null');
  const problem = taskTrouble(report, { name: 'prisma migrate resolve', code: 'prisma-refused' }, context);
  if (problem !== null) {
    return failed(unresolved(marking.trouble, marking.migration, `It could not be marked: ${problem.message}`));
  }
  if (!marking.again) return failed(marking.trouble);
  const waited = await waitForNextTry(context, turn.number);
  if (waited === 'cancelled') {
    return failed(trouble('signalled', `The deploy was cancelled between two tries. ${marking.trouble.message}`));
  }
  return { kind: 'try', number: turn.number + 1 };
}

function markTask({ environment }: StepContext, marking: Marking | null) {
  if (marking === null) throw new Error('a mark was begun without knowing of what');
  const argv = resolveCommand(environment, 'rolled-back', marking.migration);
  return { commands: [{ argv, stdin: null, stdoutFile: null }], memo: JSON.stringify(marking) };
}

/** In short pieces: who presses *Cancel* meanwhile need not wait. */
async function waitForNextTry(context: StepContext, tried: number): Promise<'over' | 'cancelled'> {
  const total = waitMs(tried, Math.random());
  await context.report(`a lock could not be had; try ${tried + 1} of ${triesAtMost} in ${formatDuration(total)}`);
  for (let left = total; left > 0; left -= 1_000) {
    if (await isCancelled(context)) return 'cancelled';
    await context.pause(Math.min(left, 1_000));
  }
  return (await isCancelled(context)) ? 'cancelled' : 'over';
}

async function isCancelled({ presentRun }: StepContext): Promise<boolean> {
  const { state } = await presentRun();
  return state.kind === 'running' && state.cancelling !== null;
}
