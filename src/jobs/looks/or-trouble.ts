import type { Trouble } from '../../domain/trouble.ts';
import { RemoteOutage } from '../../ports/remote.ts';

/** A host that is away is an answer, too. */
export async function orTrouble<T>(look: Promise<T>): Promise<T | Trouble> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof RemoteOutage) return error.trouble;
    throw error;
  }
}
