import type { EpochMs } from '../lib/time.ts';
import type { EnvironmentId, RunId, Sha256 } from './ids.ts';
import type { HistoryRow } from './migration.ts';

/** What reading a backup's content showed. */
export type Verification =
  | { readonly kind: 'verified'; readonly how: 'pg_restore' | 'gzip' | 'plain-sql' }
  | { readonly kind: 'unverified'; readonly why: string }
  | { readonly kind: 'broken'; readonly why: string };

/** A file on the host that holds a database. */
export interface BackupFile {
  /** As the host's tools take it: relative to the environment's directory, or absolute. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: EpochMs;
}

/** A backup that Godwit saw being made. */
export interface Backup extends BackupFile {
  readonly environment: EnvironmentId;
  readonly run: RunId;
  readonly by: 'script' | 'pg_dump';
  readonly label: string;
  readonly sha256: Sha256;
  readonly takenAt: EpochMs;
  readonly verification: Verification;
  /** The history that stood in the database when the backup was taken. */
  readonly history: readonly Pick<HistoryRow, 'name' | 'checksum'>[];
}
