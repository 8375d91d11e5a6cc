import type { Backup } from '../domain/backup.ts';
import type { Environment } from '../domain/environment.ts';
import type { BackupsReport, ListedBackup } from '../domain/inquiry.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import type { Targets } from '../ports/target.ts';
import { backupDirectory, listBackups, listSafetyBackups } from './backup-listing.ts';
import { newestApplied } from './down-report.ts';
import { lookAt } from './look.ts';
import { freeBytes } from './preflight.ts';

/** The files in the backup directory and what earlier restores kept, with what Godwit knows of those that it took. */
export async function backupsReport(
  at: { environment: Environment; host: Host; targets: Targets; now: EpochMs },
  known: readonly Backup[],
): Promise<BackupsReport | Trouble> {
  const [files, safety, free, applied] = await Promise.all([
    listBackups(at),
    listSafetyBackups(at),
    freeBytes(at),
    lookAt(at, async ({ comparison, history }) => ({
      applied: comparison.applied,
      failed: comparison.failed,
      newest: newestApplied(comparison, history),
    })),
  ]);
  if ('code' in files) return files;
  if ('code' in safety) return safety;
  if (typeof free !== 'number') return free;
  const backups = [...files, ...safety].map((file): ListedBackup => {
    const taken = known.find(({ path, bytes }) => path === file.path && bytes === file.bytes);
    return {
      ...file,
      run: taken?.run ?? null,
      label: taken?.label ?? null,
      verification: taken?.verification ?? null,
      migrations: taken?.history.length ?? null,
    };
  });
  return {
    lookedAt: at.now,
    directory: backupDirectory(at.environment),
    backups,
    freeBytes: free,
    applied: applied.kind === 'seen' ? applied.value.applied : null,
    newest: applied.kind === 'seen' ? applied.value.newest : null,
    failed: applied.kind === 'seen' ? applied.value.failed : [],
  };
}
