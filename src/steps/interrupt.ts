import { lookAt } from './look.ts';
import type { StepContext } from './step.ts';

/** How long a cancelled statement may take before its session is ended. */
const patienceMs = 5_000;

/** Cancels the statement of whoever holds Prisma's lock; ends the session where that did not help. */
export async function interruptMigration(
  context: Pick<StepContext, 'environment' | 'host' | 'targets' | 'pause'>,
): Promise<void> {
  await lookAt(context, async (_, session) => {
    const holder = await context.targets.lockHolder(session);
    if (holder === null) return;
    await context.targets.cancelMigration(session, holder, 'cancel');
    await context.pause(patienceMs);
    await context.targets.cancelMigration(session, holder, 'terminate');
  });
}
