import type { EpochMs } from '../lib/time.ts';
import type { RunId, Sha256, UserId } from './ids.ts';
import type { Review } from './review.ts';
import type { Trouble, TroubleCode } from './trouble.ts';

/** How the database differs from its migrations, as the host's own `prisma migrate diff` says it. */
export interface DriftReport {
  readonly lookedAt: EpochMs;
  readonly prismaVersion: string | null;
  /** What the database was compared with: what the applied files make, or the tables of the schema file. */
  readonly basis: 'applied-files' | 'schema-file';
  /** How many files are applied. */
  readonly applied: number;
  /** Null: no difference. */
  readonly difference: DriftDifference | null;
  /** What Godwit's own comparison found besides; one sentence each. */
  readonly beside: readonly string[];
  /** What nobody compared, and what makes the comparison doubtful; one sentence each. */
  readonly limits: readonly string[];
}

/** A look found no difference; also before the first look. */
export const noDrift = 'none';

/** An outage of a moment is no news about the database. */
const outages: readonly TroubleCode[] = [
  'host-unreachable',
  'login-refused',
  'connection-lost',
  'exec-failed',
  'database-unreachable',
  'time-limit',
  'signalled',
];

/** What a scheduled look would tell: equal marks are no news. Null: it says nothing about the database. */
export function driftMark(report: DriftReport | Trouble): string | null {
  if ('code' in report) return outages.includes(report.code) ? null : `trouble ${report.code}`;
  return report.difference === null ? noDrift : `${report.difference.adopt} ${report.difference.revert}`;
}

/** The difference as SQL in both directions; the texts are kept by their checksums. */
export interface DriftDifference {
  /** What a migration would hold that makes of the files what the database is. */
  readonly adopt: Sha256;
  /** What makes of the database what the files say. */
  readonly revert: Sha256;
  /** What the reviewer says of `revert`. */
  readonly review: Review | null;
}

/** What takes the newest applied migrations back, as the host's own `prisma migrate diff` says it. */
export interface DownReport {
  readonly lookedAt: EpochMs;
  readonly prismaVersion: string | null;
  /** The migrations that it takes back, the newest first. */
  readonly undoes: readonly string[];
  /** Name of the migration that would hold it: `20261122150000_rollback_add_vault`. */
  readonly name: string;
  /** Folder of the migrations as Prisma says it: `prisma/migrations`. */
  readonly migrationsPath: string;
  /** Null: the migrations leave nothing behind that Prisma knows of. */
  readonly sql: Sha256 | null;
  readonly review: Review | null;
  /** Whether Godwit can write the file where Prisma reads it; `why` in words. */
  readonly writable: { readonly kind: 'yes' } | { readonly kind: 'no'; readonly why: string };
  readonly limits: readonly string[];
  /** What became of it since. */
  readonly writing: DownWriting;
}

export type DownWriting =
  | { readonly kind: 'none' }
  /** Somebody asked for the file and its deploy; a worker writes it. */
  | { readonly kind: 'asked'; readonly by: UserId; readonly at: EpochMs }
  /** It lies there, and a deploy was asked for. */
  | { readonly kind: 'written'; readonly by: UserId; readonly at: EpochMs; readonly run: RunId }
  /** Nothing of it lies there; `why` in words. */
  | { readonly kind: 'not-written'; readonly by: UserId; readonly at: EpochMs; readonly why: string };

/** A file that Godwit wrote into the folder of migrations for one deploy. */
export interface WrittenMigration {
  readonly name: string;
  /** `prisma/migrations` */
  readonly migrationsPath: string;
  readonly sha256: Sha256;
  readonly undoes: readonly string[];
  /** `removed`: its deploy came to nothing, and it was taken away again; `left`: it could not be, or is another by now. */
  readonly state:
    | { readonly kind: 'there' }
    | { readonly kind: 'removed' }
    | { readonly kind: 'left'; readonly why: string };
}
