import type { AppDeps } from '../usecases/app-deps.ts';

/**
 * Tells Slack that something arrived; false where the connection went away in between. What was committed stays
 * committed then, so nobody may be told that nothing was done.
 */
export async function acknowledge({ log }: Pick<AppDeps, 'log'>, ack: () => Promise<void>): Promise<boolean> {
  try {
    await ack();
    return true;
  } catch (error) {
    log.warn({ error }, 'an acknowledgement did not reach Slack');
    return false;
  }
}
