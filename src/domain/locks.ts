import type { EpochMs } from '../lib/time.ts';
import type { RunId, UserId } from './ids.ts';

/**
 * A session of the database server, or one of its own processes. What Godwit's login may not see is null; lengths of
 * time are the server's own, so that no two clocks are compared.
 */
export interface SessionSeen {
  readonly kind: 'session';
  /** Of the leader, where parallel workers wait for it. */
  readonly pid: number;
  /** Seconds since 1970 as the server writes them, to the microsecond: tells a reused pid. */
  readonly backendStart: string | null;
  /** The same of its transaction; null also where it is in none. */
  readonly transactionStart: string | null;
  readonly application: string | null;
  readonly user: string | null;
  /** `client backend`, `autovacuum worker`, … */
  readonly process: string | null;
  /** `active`, `idle in transaction`, … */
  readonly state: string | null;
  readonly stateMs: number | null;
  readonly transactionMs: number | null;
  readonly sessionMs: number | null;
  /** Its present or last statement, without comments and literals. */
  readonly statement: string | null;
  /** Whether Godwit's login may cancel and end it. */
  readonly mayEnd: boolean;
  /** `migration`: it holds Prisma's lock. `godwit`: it is called so. */
  readonly part: 'app' | 'migration' | 'godwit';
}

/** A transaction that was prepared for a commit in two phases: it holds its locks without a session. */
export interface PreparedSeen {
  readonly kind: 'prepared';
  readonly gid: string;
  readonly user: string | null;
  readonly preparedMs: number;
}

/** What somebody waits for. `name` is null where it has none, or none in this database. */
export interface LockWait {
  readonly on: 'relation' | 'row' | 'transaction' | 'snapshot' | 'prisma-lock' | 'advisory' | 'other';
  readonly name: string | null;
  /** As `pg_locks` names it, without `Lock` at its end. */
  readonly mode: string;
  /** Null: PostgreSQL before 14 does not say. */
  readonly ms: number | null;
}

/** Somebody who waits, or whom somebody waits for. */
export interface Holder {
  /** The pid, or `prepared:` and the name of the transaction. */
  readonly id: string;
  readonly who: SessionSeen | PreparedSeen;
  readonly wait: LockWait | null;
  /** Ids. A session that only waits in front of another one blocks it too. */
  readonly blockedBy: readonly string[];
}

/** Who waits for whom in one database at one moment. */
export interface LockSnapshot {
  /** How many wait; of very many only those that wait longest are among the holders. */
  readonly waiting: number;
  readonly holders: readonly Holder[];
  readonly idle: IdleSessions;
  /** Sessions whose state and statement the login may not see. */
  readonly hidden: number;
}

/** Sessions idle in a transaction, of those that the login may see. */
export interface IdleSessions {
  readonly count: number;
  readonly oldestMs: number | null;
  /** A few, the oldest transaction first. */
  readonly oldest: readonly SessionSeen[];
}

/** A line of the tree, in the order in which it is read. */
export interface LockNode {
  readonly id: string;
  /** 0: waits for nobody. */
  readonly depth: number;
  readonly who: SessionSeen | PreparedSeen;
  readonly wait: LockWait | null;
  /** How many wait for it, directly or behind others. */
  readonly behind: number;
  /** Who else blocks it, besides those above it in the tree. */
  readonly alsoBehind: readonly string[];
  /** It waits for one that waits for it. */
  readonly deadlock: boolean;
  /** It belongs to the run in `LocksReport.run`. */
  readonly ofRun: boolean;
}

/** The run that works on the environment, and whether it is one of this Godwit. */
export interface RunAtWork {
  readonly id: RunId;
  readonly own: boolean;
  /** Whether Prisma may be at work for it. */
  readonly migrates: boolean;
  /** How long ago it began, by Godwit's clock; null: unknown. */
  readonly ms: number | null;
}

export interface LocksReport {
  readonly lookedAt: EpochMs;
  /** How many wait. */
  readonly waiting: number;
  /** How many stand behind one another at most; 2: a blocker and those who wait for it. */
  readonly levels: number;
  readonly nodes: readonly LockNode[];
  /** Lines of the tree that were left out. */
  readonly more: number;
  readonly idle: IdleSessions;
  readonly hidden: number;
  readonly run: RunAtWork | null;
}

/** `cancel` ends what the session does now, `end` the session with it. */
export type SessionDeed = 'cancel' | 'end';

/**
 * done           the transaction is over, or nobody waits for it any more
 * still-there    it was told to, and is still at it
 * gone           the session, or its transaction, had ended before
 * harmless       it holds nobody up any more, and is not idle in a transaction
 * protected      it belongs to a run
 * not-permitted  the login may not
 * unreachable    the host or the database could not be reached
 */
export const deedOutcomes = [
  'done',
  'still-there',
  'gone',
  'harmless',
  'protected',
  'not-permitted',
  'unreachable',
] as const;
export type DeedOutcome = (typeof deedOutcomes)[number];

/** Which session, beyond doubt, in which transaction; null: in none. */
export interface SessionMark {
  readonly pid: number;
  readonly backendStart: string;
  readonly transactionStart: string | null;
}

/** A session that a migration waits for. What the login may not see is null. */
export interface Blocker {
  /** 0: a prepared transaction. */
  readonly pid: number;
  readonly application: string | null;
  readonly user: string | null;
  /** As the server says it: "idle in transaction". */
  readonly state: string | null;
  /** Since its transaction began, in ms by the server's clock: ours may differ. */
  readonly ageMs: number | null;
  /** Null: it is no client's, or Godwit's login may not stop it. */
  readonly mark: SessionMark | null;
}

/** What somebody had done to a session from an answer, and how it ended; null: it is being done. */
export interface SessionAct {
  readonly session: SessionMark;
  readonly application: string | null;
  readonly user: string | null;
  readonly deed: SessionDeed;
  readonly by: UserId;
  readonly at: EpochMs;
  readonly outcome: DeedOutcome | null;
  /** The run whose migration waits for it, or will at its next try; absent: not asked for from the card of one. */
  readonly blocks?: RunId | undefined;
}
