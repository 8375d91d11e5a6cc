import type { Backup } from '../domain/backup.ts';
import type { StepContext } from './step.ts';

/** Godwit's own files beyond the configured number, oldest first; a team's files never. */
export function backupsToRemove(present: Backup, earlier: readonly Backup[], keep: number): readonly Backup[] {
  if (present.by !== 'pg_dump') return [];
  const own = [present, ...earlier.filter(({ by, path }) => by === 'pg_dump' && path !== present.path)];
  return own.slice(Math.max(1, keep));
}

/** Removes what is beyond the number to keep. A file that is gone already is no trouble. */
export async function removeOldBackups(context: StepContext, present: Backup): Promise<void> {
  const { environment, host, earlierBackups } = context;
  const paths = backupsToRemove(present, earlierBackups, environment.backup.keep).map(({ path }) => path);
  if (paths.length === 0) return;
  await host.exec({
    argv: ['rm', '-f', '--', ...paths, ...paths.map((path) => `${path}.sha256`)],
    directory: environment.directory,
    stdin: null,
    timeLimitMs: 30_000,
  });
}
