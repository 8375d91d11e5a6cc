import type { Backup, BackupFile } from '../../../src/domain/backup.ts';
import type { RunId, Sha256 } from '../../../src/domain/ids.ts';
import type { HistoryRow } from '../../../src/domain/migration.ts';
import { compareMigrations } from '../../../src/prisma-cli/compare.ts';
import type { Look } from '../../../src/steps/look.ts';
import { later, noon, production } from '../domain/samples.ts';

export const sum = (digit: string): Sha256 => digit.repeat(64) as Sha256;

/** A migration that finished, with the given parts replaced. */
export const row = (name: string, checksum: Sha256, change: Partial<HistoryRow> = {}): HistoryRow => ({
  id: `${name}-1`,
  name,
  checksum,
  startedAt: noon,
  finishedAt: later(1_000),
  rolledBackAt: null,
  logs: null,
  ...change,
});

/** What is seen of files, given by name and checksum, and a history. */
export function look(
  files: Readonly<Record<string, Sha256>>,
  history: readonly HistoryRow[] = [],
  prismaVersion: string | null = '7.10.0',
): Look {
  const all = Object.entries(files).map(([name, sha256]) => ({
    name,
    sha256,
    sha256Lf: sha256,
    sha256Crlf: sha256,
    bytes: 10,
  }));
  return {
    project: { prismaVersion, migrationsPath: 'prisma/migrations', files: all },
    history,
    comparison: compareMigrations({ files: all, history }),
  };
}

export const file = (path: string, change: Partial<BackupFile> = {}): BackupFile => ({
  path,
  bytes: 10,
  modifiedAt: noon,
  ...change,
});

/** A backup that Godwit took itself. */
export const backup = (path: string, change: Partial<Backup> = {}): Backup => ({
  ...file(path),
  environment: production,
  run: 'r1' as RunId,
  by: 'pg_dump',
  label: 'x',
  sha256: sum('a'),
  takenAt: noon,
  verification: { kind: 'verified', how: 'pg_restore' },
  history: [],
  ...change,
});
