import type { BackupFile } from '../domain/backup.ts';
import type { Environment } from '../domain/environment.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { inEnglish } from '../lib/in-english.ts';
import { epochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import { commandTrouble } from './task-trouble.ts';

interface At {
  readonly environment: Environment;
  readonly host: Host;
}

/** The configured directory with `{env}` filled in, relative to the environment's own. */
export const backupDirectory = ({ backup, name }: Environment): string => backup.directory.replaceAll('{env}', name);

/** Where safety backups lie: outside the backup directory, so that no script takes one for a backup of its own. */
export const safetyDirectory = ({ name }: Environment): string => `.godwit-safety/${name}`;

/** The files in the backup directory, newest first; none where it does not exist yet. */
export const listBackups = (at: At): Promise<readonly BackupFile[] | Trouble> =>
  listFiles(at, backupDirectory(at.environment));

/** What earlier restores kept of the database before them, newest first. */
export const listSafetyBackups = (at: At): Promise<readonly BackupFile[] | Trouble> =>
  listFiles(at, safetyDirectory(at.environment));

/** `-H`: the directory itself may be a link to another disk. */
async function listFiles(at: At, directory: string): Promise<readonly BackupFile[] | Trouble> {
  const exit = await at.host.exec({
    argv: [...inEnglish, 'find', '-H', directory, '-maxdepth', '2', '-type', 'f', '-printf', '%P\\t%s\\t%T@\\0'],
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
  if (name === undefined || bytes === undefined || seconds === undefined || isBeside(name)) return [];
  const modifiedAt = epochMs(Math.round(Number(seconds) * 1_000));
  return [{ path: `${directory}/${name}`, bytes: Number(bytes), modifiedAt }];
}

/** A checksum, or what a backup is called until it is whole. */
const isBeside = (name: string): boolean => name.endsWith('.sha256') || name.endsWith('.part');

/** The files that are new, or that were written over, since `before`. */
export function newSince(before: readonly BackupFile[], after: readonly BackupFile[]): readonly BackupFile[] {
  return after.filter(
    (file) =>
      !before.some((old) => old.path === file.path && old.bytes === file.bytes && old.modifiedAt === file.modifiedAt),
  );
}
