import type { WaitingLimit } from '../domain/environment.ts';
import type { EpochMs } from '../lib/time.ts';

/** Since when so many sessions wait behind the migration without a break; null while they do not. */
export type PileUp = { readonly since: EpochMs; readonly sessions: number } | null;

/** The pile-up after one more look, and whether it lasts too long by now. Pure. */
export function pileUp(
  before: PileUp,
  seen: { readonly behind: number; readonly now: EpochMs },
  limit: WaitingLimit | null,
): { readonly pileUp: PileUp; readonly tooLong: boolean } {
  if (limit === null || seen.behind < limit.sessions) return { pileUp: null, tooLong: false };
  const since = before?.since ?? seen.now;
  const sessions = Math.max(seen.behind, before?.sessions ?? 0);
  return { pileUp: { since, sessions }, tooLong: seen.now - since >= limit.forMs };
}
