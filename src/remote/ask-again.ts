import { setTimeout as pause } from 'node:timers/promises';
import { RemoteOutage } from '../ports/remote.ts';

/** Asks up to three times, on a new connection each, while the one in use turns out to be lost. For what may be asked twice. */
export async function askAgainWhenLost<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 3 || !(error instanceof RemoteOutage) || error.trouble.code !== 'connection-lost') throw error;
      await pause(500 * tries);
    }
  }
}
