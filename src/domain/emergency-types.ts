import type { EpochMs } from '../lib/time.ts';
import type { UserId } from './ids.ts';

/** A deploy that waits neither for people nor for time, and who looked at it afterwards. */
export interface Emergency {
  /** It does not wait as long as they hold the right `emergency`. */
  readonly by: UserId;
  readonly at: EpochMs;
  readonly reason: string;
  /** Who looked at what was done; null until somebody else with the right `approve` did. */
  readonly reviewed: { readonly by: UserId; readonly at: EpochMs } | null;
  /** How often those who could have been reminded of it. */
  readonly reminders: number;
}
