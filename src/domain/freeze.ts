import type { EpochMs } from '../lib/time.ts';
import type { EnvironmentId, UserId } from './ids.ts';

/** Nobody deploys to the environment meanwhile. */
export interface Freeze {
  readonly environment: EnvironmentId;
  readonly reason: string;
  readonly by: UserId;
  readonly since: EpochMs;
  /** Null: until somebody lifts it. */
  readonly until: EpochMs | null;
}

/** Whether the freeze still holds at `now`. */
export const freezeHolds = (freeze: Freeze, now: EpochMs): boolean => freeze.until === null || now < freeze.until;
