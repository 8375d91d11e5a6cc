import type { EpochMs } from '../lib/time.ts';
import type { Sha256 } from './ids.ts';

/** One folder of Prisma's `migrations/`, as Prisma sees it. */
export interface MigrationFile {
  /** The folder's name: `20240115093000_add_user_preferences`. */
  readonly name: string;
  /** Of the bytes of `migration.sql`, as in the history's checksum column. */
  readonly sha256: Sha256;
  /** The checksum with line ends made LF, to tell an edit from a checkout with other line ends. */
  readonly sha256Lf: Sha256;
  /** The same with CRLF. */
  readonly sha256Crlf: Sha256;
  readonly bytes: number;
}

/** One row of `_prisma_migrations`. */
export interface HistoryRow {
  readonly id: string;
  readonly name: string;
  readonly checksum: Sha256;
  readonly startedAt: EpochMs;
  readonly finishedAt: EpochMs | null;
  readonly rolledBackAt: EpochMs | null;
  /** What the engine wrote about a failure; may hold personal data. */
  readonly logs: string | null;
}

/** The files and the history of one environment, at one moment. */
export interface MigrationState {
  /** In Prisma's order, by name. */
  readonly files: readonly MigrationFile[];
  /** By start. Empty also where the table does not exist. */
  readonly history: readonly HistoryRow[];
}

/** What files and history say when they are laid side by side. Names of migrations throughout. */
export interface Comparison {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Started, neither finished nor rolled back. */
  readonly failed: readonly string[];
  /** Applied, and the file's checksum is another now. */
  readonly edited: readonly { readonly name: string; readonly lineEndsOnly: boolean }[];
  /** Applied, and the file is gone. */
  readonly missing: readonly string[];
  /** Pending, but older by name than the newest applied one. */
  readonly outOfOrder: readonly string[];
}
