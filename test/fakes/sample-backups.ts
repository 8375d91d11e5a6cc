import type { Backup } from '../../src/domain/backup.ts';
import type { RunId, Sha256 } from '../../src/domain/ids.ts';
import { noon, production } from './sample-runs.ts';

/** A verified backup of pg_dump's, with the given parts replaced. */
export const sampleBackup = (replaced: Partial<Backup> = {}): Backup => ({
  path: 'backups/production/b.dump',
  bytes: 1_000,
  modifiedAt: noon,
  environment: production,
  run: 'r1' as RunId,
  by: 'pg_dump',
  label: 'before',
  sha256: 'a'.repeat(64) as Sha256,
  takenAt: noon,
  verification: { kind: 'verified', how: 'pg_restore' },
  history: [],
  ...replaced,
});
