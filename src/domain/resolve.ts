import type { EpochMs } from '../lib/time.ts';
import type { Sha256, UserId } from './ids.ts';
import type { Verdict } from './review.ts';
import type { Trouble } from './trouble.ts';

/** Which end a migration is given in the history, without running any SQL of it. */
export const resolutions = ['applied', 'rolled-back'] as const;
export type Resolution = (typeof resolutions)[number];

/** How the history stands by a migration. `pending`: no row that counts; `unknown`: neither file nor row. */
export type Standing = 'failed' | 'applied' | 'rolled-back' | 'pending' | 'unknown';

/**
 * Whether the database is as if the statement had run.
 *
 * present        what it makes is there, what it takes away is gone
 * absent         it is not, or a statement before it did not run
 * partly         an index is there that was never finished
 * unknown        it leaves nothing that can be looked at: rows, rights, code
 * without-trace  it tells nothing either way: a setting, or so before the file
 */
export const presences = ['present', 'absent', 'partly', 'unknown', 'without-trace'] as const;
export type Presence = (typeof presences)[number];

/** What of a file is in the database. `unknown`: nobody can say, because statements leave nothing to look at. */
export const extents = ['all', 'none', 'some', 'unknown'] as const;
export type Extent = (typeof extents)[number];

/** What was found of a file, as far as a request and its approvals depend on it. */
export interface FoundOfFile {
  readonly extent: Extent;
  /** How many statements are so; those without a trace are in none. */
  readonly present: number;
  readonly absent: number;
  readonly unknown: number;
  /** Of the file that was looked for; null where it is not there. */
  readonly file: Sha256 | null;
}

/** What a run is to record of a migration. */
export interface ResolvePurpose {
  readonly kind: 'resolve';
  readonly migration: string;
  readonly as: Resolution;
  readonly found: FoundOfFile;
  /** Why it is not the end that was found; null where it is. */
  readonly reason: string | null;
}

/** One statement of the file. */
export interface FoundStatement {
  /** Of its first word, from 1. */
  readonly line: number;
  /** Its beginning, in one line. */
  readonly sql: string;
  readonly presence: Presence;
  /** What was looked at, or why nobody can say; a phrase. */
  readonly why: string;
}

/** SQL that a person may run or commit; Godwit runs none of it by itself. */
export interface OfferedSql {
  readonly sql: string;
  /** Of the reviewer, with the database as it is now; null where it could not be reviewed. */
  readonly verdict: Verdict | null;
  /** What it found, worst first; one sentence each. */
  readonly findings: readonly string[];
}

/** An index that a build left behind, or that is being built. */
export interface InvalidIndex {
  readonly schema: string;
  readonly name: string;
  readonly table: string;
  /** Somebody is at work on it now: it is nobody's leftover. */
  readonly building: boolean;
}

/** What became of *Drop the invalid index*. */
export interface DroppedIndex {
  readonly index: string;
  readonly by: UserId;
  readonly at: EpochMs;
  /** Null: it is gone. */
  readonly trouble: Trouble | null;
}

/** What of one migration is in the database, and which end it can be given. */
export interface ResolveReport {
  readonly lookedAt: EpochMs;
  readonly migration: string;
  readonly standing: Standing;
  readonly found: FoundOfFile;
  /** The first ones, in order. */
  readonly statements: readonly FoundStatement[];
  readonly leftOut: number;
  /** What makes the look less sure: the file changed since, the database could not be read; one sentence each. */
  readonly notes: readonly string[];
  /** Why Prisma would refuse it, with the way that remains. */
  readonly refused: { readonly applied: Trouble | null; readonly rolledBack: Trouble | null };
  /** Where only some is there: what is left to run, and what takes away again what is there. */
  readonly completion: OfferedSql | null;
  readonly undoing: OfferedSql | null;
  readonly invalid: readonly InvalidIndex[];
  readonly dropped: DroppedIndex | null;
}

/** Which end is true by what is in the database; null where nobody can say, or neither is. */
export function truthOf({ standing, found }: Pick<ResolveReport, 'standing' | 'found'>): Resolution | null {
  if (found.extent === 'all') return 'applied';
  return found.extent === 'none' && standing === 'failed' ? 'rolled-back' : null;
}

/** Why Prisma would refuse to record this end; null where it would not. */
export const refusalOf = ({ refused }: ResolveReport, as: Resolution): Trouble | null =>
  as === 'applied' ? refused.applied : refused.rolledBack;

/** Whether two looks found the same, as far as an approval depends on it. */
export const sameFound = (a: FoundOfFile, b: FoundOfFile): boolean => a.extent === b.extent && a.file === b.file;
