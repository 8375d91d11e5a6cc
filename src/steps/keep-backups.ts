import type { Backup, BackupFile } from '../domain/backup.ts';
import { backupDirectory, listBackups } from './backup-listing.ts';
import type { StepContext } from './step.ts';

/**
 * Godwit's own backups beyond the configured number, oldest first; a team's never. Those that were not read through do
 * not count: a row of broken ones must not push out the last good one.
 */
export function backupsToRemove(present: Backup, earlier: readonly Backup[], keep: number): readonly Backup[] {
  if (present.by !== 'pg_dump') return [];
  const own = [present, ...earlier.filter(({ by, path }) => by === 'pg_dump' && path !== present.path)];
  const good = own.filter(({ verification }) => verification.kind === 'verified');
  const oldestKept = good[Math.max(1, keep) - 1];
  if (oldestKept === undefined) return [];
  // a newer one may have been taken beside it, but this is the one that the run relies on
  return own.filter(({ path, takenAt }) => path !== present.path && takenAt < oldestKept.takenAt);
}

/** Removes what is beyond the number to keep, as far as it lies in the backup directory still. */
export async function removeOldBackups(context: StepContext, present: Backup): Promise<void> {
  const { environment, host, earlierBackups } = context;
  const own = earlierBackups.filter(({ path }) => path.startsWith(`${backupDirectory(environment)}/`));
  const wanted = backupsToRemove(present, own, environment.backup.keep);
  if (wanted.length === 0) return; // a team's own backups, as a rule: the host need not be asked
  const there = await listBackups(context);
  if ('code' in there) return;
  const paths = wanted.flatMap(({ path }) => isThere(there, path));
  if (paths.length === 0) return;
  await host.exec({
    argv: ['rm', '-f', '--', ...paths, ...paths.map((path) => `${path}.sha256`)],
    directory: environment.directory,
    stdin: null,
    timeLimitMs: 30_000,
  });
}

const isThere = (files: readonly BackupFile[], wanted: string): readonly string[] =>
  files.some(({ path }) => path === wanted) ? [wanted] : [];
