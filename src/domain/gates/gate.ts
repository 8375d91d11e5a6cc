import type { EpochMs } from '../../lib/time.ts';
import type { Environment } from '../environment.ts';
import type { RunId } from '../ids.ts';
import type { Comparison, HistoryRow, MigrationFile } from '../migration.ts';

/** Every gate before a deploy. The ids are stable: people and tests refer to them. */
export const gateIds = [
  'failed-earlier',
  'pooler',
  'edited',
  'missing',
  'drift',
  'migration-lock-held',
  'session-pooler',
  'out-of-order',
  'undeclared',
  'not-compared',
  'line-ends',
] as const;
export type GateId = (typeof gateIds)[number];

/**
 * What a closed gate holds up.
 *
 * request   nobody can ask for a deploy: it ends at once, with the reason
 * approval  the card is shown and waits; it cannot be approved and nothing starts
 * start     it can be approved; the run fails in preflight while it still stands
 * nothing   people are told before they approve
 */
export const gateHolds = ['request', 'approval', 'start', 'nothing'] as const;
export type GateHold = (typeof gateHolds)[number];

/** A gate that is closed, in words for the channel. */
export interface Gate {
  readonly id: GateId;
  readonly holds: GateHold;
  /** What is so; one plain sentence. */
  readonly sentence: string;
  /** What a person can do, one way each; commands stand in backticks. Never empty. */
  readonly waysOut: readonly string[];
  /** What it is about: names of migrations, differences, facts; one a line. */
  readonly details: readonly string[];
}

/** One gate: when it is closed, and the ways out. One a file, all on the menu. */
export interface GateRule {
  readonly id: GateId;
  readonly holds: GateHold;
  /** Its name for people: "Edited after they were applied". */
  readonly title: string;
  /** When it is closed, for the documentation; a phrase. */
  readonly closed: string;
  /** Null where the gate is open. */
  readonly look: (facts: GateFacts) => Pick<Gate, 'sentence' | 'waysOut' | 'details'> | null;
}

/** Everything that gates are judged by, at one moment. */
export interface GateFacts {
  readonly environment: Pick<Environment, 'id' | 'exec' | 'prisma'>;
  /** As Prisma would say it: "prisma/migrations". */
  readonly migrationsPath: string;
  readonly files: readonly MigrationFile[];
  readonly history: readonly HistoryRow[];
  readonly comparison: Comparison;
  /** Null: Prisma's advisory lock is free. */
  readonly lock: MigrationLock | null;
  /** Null: the connection is a direct one, as far as it shows. */
  readonly pooler: Pooler | null;
  readonly drift: DriftLook;
}

/** The session that holds Prisma's advisory lock. What the login may not see is null. */
export interface MigrationLock {
  readonly pid: number;
  readonly application: string | null;
  readonly user: string | null;
  /** When the session began; the server does not say since when it holds the lock. */
  readonly since: EpochMs | null;
  /** As the server says it: "idle in transaction". */
  readonly state: string | null;
  /** A run that holds the host at the same time: most likely it is its deploy. `own`: of this Godwit. */
  readonly run: { readonly id: RunId; readonly own: boolean } | null;
}

/** What shows that a connection pooler stands between Prisma and the database. */
export interface Pooler {
  /** `transaction`: migrations cannot run through it; `unknown`: they run where it keeps one session a client. */
  readonly mode: 'transaction' | 'unknown';
  /** "the URL says pgbouncer=true" */
  readonly evidence: string;
}

/** The live database beside what the applied files promise. */
export type DriftLook =
  /** Takes longer than the rest, and follows. */
  | { readonly kind: 'not-looked' }
  | { readonly kind: 'not-compared'; readonly why: string }
  | {
      readonly kind: 'compared';
      /** Promised by the applied files and absent or otherwise in the database; one sentence each. */
      readonly differences: readonly string[];
      /** In the database, and no applied file made it; one phrase each. */
      readonly undeclared: readonly string[];
      /** What of the files could not be followed, so that nothing is said about it. */
      readonly unsure: readonly string[];
    };
