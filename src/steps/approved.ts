import type { Sha256 } from '../domain/ids.ts';
import type { Plan } from '../domain/run.ts';
import type { EpochMs } from '../lib/time.ts';
import type { TargetSession, Targets } from '../ports/target.ts';
import { worksConcurrently } from '../review/concurrent.ts';
import { loadParser } from '../review/parse/parser.ts';
import { digestsOf, type Look } from './look.ts';

/** What was looked at while it was as approved, and what the deploy needs of it. */
export interface Approved {
  /** Digests: the deploy must find both again right before Prisma. */
  readonly files: Sha256;
  readonly history: Sha256;
  readonly seenAt: EpochMs;
  /** Pending files that work CONCURRENTLY. */
  readonly concurrently: readonly string[];
  /** A transaction number: whatever the deploy writes has this one or a later one. */
  readonly before: string;
}

export async function approvedAt(
  at: { look: Look; session: TargetSession; targets: Targets; now: EpochMs },
  { pending }: Plan,
): Promise<Approved> {
  const { look, session, targets, now } = at;
  const before = await targets.nextTransaction(session);
  const parser = await loadParser();
  const texts = await Promise.all(pending.map(async ({ name }) => ({ name, sql: await session.sqlOf(name) })));
  const concurrently = texts
    .filter(({ sql }) => sql !== null && worksConcurrently(parser, sql))
    .map(({ name }) => name);
  return { ...digestsOf(look), seenAt: now, concurrently, before };
}
