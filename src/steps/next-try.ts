import type { Blocker } from '../domain/locks.ts';
import { isCancelled } from '../domain/run.ts';
import { formatDuration } from '../lib/duration.ts';
import { triesAtMost, waitMs } from './deploy-turns.ts';
import type { StepContext } from './step.ts';
import { blockersWords } from './watch.ts';

/**
 * Waits for the next try, and says `why` and who blocked the last one. In short pieces: who presses *Cancel* meanwhile
 * need not wait.
 */
export async function waitForNextTry(
  context: StepContext,
  { tried, why, blockers }: { readonly tried: number; readonly why: string; readonly blockers: readonly Blocker[] },
): Promise<'over' | 'cancelled'> {
  const total = waitMs(tried, Math.random());
  const who = blockers.length === 0 ? '' : `; blocked by ${blockersWords(blockers)}`;
  await context.report(`${why}; try ${tried + 1} of ${triesAtMost} in ${formatDuration(total)}${who}`, blockers);
  for (let left = total; left > 0; left -= 1_000) {
    if (isCancelled(await context.presentRun())) return 'cancelled';
    await context.pause(Math.min(left, 1_000));
  }
  return isCancelled(await context.presentRun()) ? 'cancelled' : 'over';
}
