import type { BackupFile } from '../domain/backup.ts';
import type { Environment } from '../domain/environment.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { epochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import { commandTrouble } from './task-trouble.ts';

/** The configured directory with `{env}` filled in, relative to the environment's own. */
export const backupDirectory = ({ backup, name }: Environment): string => backup.directory.replaceAll('{env}', name);

/** The files in the backup directory, newest first; none where it does not exist yet. */
export async function listBackups(at: {
  environment: Environment;
  host: Host;
}): Promise<readonly BackupFile[] | Trouble> {
  const directory = backupDirectory(at.environment);
  const exit = await at.host.exec({
    argv: ['find', directory, '-maxdepth', '2', '-type', 'f', '-printf', '%P\\t%s\\t%T@\\0'],
    directory: at.environment.directory,
    stdin: null,
    timeLimitMs: 30_000,
  });
  if (exit.kind === 'exited' && exit.code === 1 && /No such file/i.test(exit.stderr)) return [];
  const problem = commandTrouble(exit, { name: 'listing the backups', code: 'exec-failed' });
  if (problem !== null || exit.kind !== 'exited') return problem ?? trouble('internal', 'no exit');
  const files = exit.stdout.split('\0').flatMap((line) => readLine(directory, line));
  return files.toSorted((a, b) => b.modifiedAt - a.modifiedAt);
}

function readLine(directory: string, line: string): readonly BackupFile[] {
  const [name, bytes, seconds] = line.split('\t');
  if (name === undefined || bytes === undefined || seconds === undefined || name.endsWith('.sha256')) return [];
  const modifiedAt = epochMs(Math.round(Number(seconds) * 1_000));
  return [{ path: `${directory}/${name}`, bytes: Number(bytes), modifiedAt }];
}

/** The files that are new, or that were written over, since `before`. */
export function newSince(before: readonly BackupFile[], after: readonly BackupFile[]): readonly BackupFile[] {
  return after.filter(
    (file) =>
      !before.some((old) => old.path === file.path && old.bytes === file.bytes && old.modifiedAt === file.modifiedAt),
  );
}
