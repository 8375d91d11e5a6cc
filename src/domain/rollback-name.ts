import type { EpochMs } from '../lib/time.ts';

/** Prisma's own longest, less what stands before. */
const longest = 100;

/** `20261122150000_rollback_add_vault`: the time in UTC, as Prisma writes it, and what the oldest one it takes back is called. */
export function rollbackName(undoes: readonly string[], at: EpochMs): string {
  const time = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
  const [first = 'migration'] = undoes.toReversed();
  const what = first
    .replace(/^\d+_/, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .slice(0, longest);
  return `${time}_rollback_${what}`;
}
