import type { MigrationLockHolder, TargetSession } from '../ports/target.ts';
import { lookAt } from './look.ts';
import type { StepContext } from './step.ts';

/** How long a cancelled statement may take before its session is ended. */
const patienceMs = 5_000;

/**
 * Cancels the statement of whoever holds Prisma's lock; ends the session where that did not help. False where nobody
 * holds it: Prisma has not come so far yet, or is over.
 */
export async function interruptMigration(
  context: Pick<StepContext, 'environment' | 'host' | 'targets' | 'pause'>,
): Promise<boolean> {
  const looked = await lookAt(context, async (_, session) => {
    const holder = await context.targets.lockHolder(session);
    if (holder !== null) await cancelThenTerminate(context, session, holder);
    return holder !== null;
  });
  return looked.kind === 'seen' && looked.value;
}

/** The holder's statement, then its session where it still holds the lock. */
export async function cancelThenTerminate(
  { targets, pause }: Pick<StepContext, 'targets' | 'pause'>,
  session: TargetSession,
  holder: MigrationLockHolder,
): Promise<void> {
  await targets.cancelMigration(session, holder, 'cancel');
  await pause(patienceMs);
  await targets.cancelMigration(session, holder, 'terminate');
}
