import type { Backup, Verification } from '../domain/backup.ts';
import { trouble } from '../domain/trouble.ts';
import { assertNever } from '../lib/assert-never.ts';
import { formatBytes } from '../lib/bytes.ts';
import { inEnglish } from '../lib/in-english.ts';
import { removeOldBackups } from './keep-backups.ts';
import { failed, type Step, type StepContext, type StepOutcome } from './step.ts';

/** Reads the backup through, whatever its form; *unverified* does not pass on a protected environment. */
export const verifyBackup: Step = async (context) => {
  const { backup } = context.run;
  if (backup === null) return failed(trouble('backup-not-found', 'This run has no backup to verify.'));
  const verification = await verifyFile(context, backup.path);
  return judge(context, { ...backup, verification });
};

async function judge(context: StepContext, backup: Backup): Promise<StepOutcome> {
  const { verification } = backup;
  if (verification.kind === 'broken') {
    const cause = trouble('backup-broken', `The backup cannot be read: ${verification.why}`);
    return { kind: 'failed', trouble: cause, exitCode: null, backup };
  }
  if (verification.kind === 'unverified' && context.environment.policy.protected) {
    const cause = trouble('backup-unverified', `Nobody can say whether the backup is whole: ${verification.why}`);
    return { kind: 'failed', trouble: cause, exitCode: null, backup };
  }
  await removeOldBackups(context, backup);
  const smaller = shrinkage(backup, context.earlierBackups);
  const summary = verification.kind === 'verified' ? 'read through' : `unverified: ${verification.why}`;
  return { kind: 'done', summary: [summary, ...smaller].join(', '), exitCode: 0, backup };
}

/** A backup much smaller than the one before may lack tables: said, not judged. */
function shrinkage(backup: Backup, earlier: readonly Backup[]): readonly string[] {
  const before = earlier.find(({ path, by }) => path !== backup.path && by === backup.by);
  if (before === undefined || backup.bytes >= before.bytes / 2) return [];
  return [`but only ${formatBytes(backup.bytes)} after ${formatBytes(before.bytes)}`];
}

/**
 * Decides by content, never by name. `pg_restore --list` passes half a file, so the dump is converted to nowhere.
 * The detached form is not needed: nothing changes, and it may run again.
 */
export async function verifyFile(
  context: Pick<StepContext, 'host' | 'environment'>,
  path: string,
): Promise<Verification> {
  const form = await formOf(context, path);
  switch (form) {
    case 'unreadable':
      return { kind: 'unverified', why: 'the file cannot be read' };
    case 'archive':
      return byPgRestore(context, path);
    case 'gzip':
      return byGzip(context, path);
    case 'text':
      return byEndMark(context, path);
    default:
      return assertNever(form);
  }
}

/** What a file looks like from its first bytes: pg_dump's custom or tar form, gzip, or whatever text. */
export type BackupForm = 'archive' | 'gzip' | 'text' | 'unreadable';

export async function formOf(context: Pick<StepContext, 'host' | 'environment'>, path: string): Promise<BackupForm> {
  const head = await readPart(context, ['head', '-c', '8', '--', path]);
  if (head === null) return 'unreadable';
  if (head.startsWith('PGDMP') || head.startsWith('toc.dat\0')) return 'archive';
  return head.startsWith('\u001f') ? 'gzip' : 'text';
}

async function byPgRestore(
  { host, environment }: Pick<StepContext, 'host' | 'environment'>,
  path: string,
): Promise<Verification> {
  const reader = 'exec < "$1"; shift; exec "$@"';
  const exit = await host.exec({
    argv: [
      'sh',
      '-c',
      reader,
      'sh',
      path,
      ...environment.database.tools,
      ...inEnglish,
      'pg_restore',
      '-f',
      '/dev/null',
    ],
    directory: environment.directory,
    stdin: null,
    timeLimitMs: environment.limits.stepMs,
  });
  if (exit.kind === 'exited' && exit.code === 0) return { kind: 'verified', how: 'pg_restore' };
  if (exit.kind !== 'exited') return { kind: 'unverified', why: 'pg_restore did not come to an end' };
  if (exit.code === 126 || exit.code === 127) return { kind: 'unverified', why: 'there is no pg_restore on the host' };
  return { kind: 'broken', why: firstLine(exit.stderr) };
}

/** pg_dump's plain form says at its top what it is. */
export const isDump = (head: string): boolean => /^(?:--\s*\n)?-- PostgreSQL database (?:cluster )?dump/.test(head);

async function byGzip(
  { host, environment }: Pick<StepContext, 'host' | 'environment'>,
  path: string,
): Promise<Verification> {
  const exit = await host.exec({
    argv: [...inEnglish, 'gzip', '-t', '--', path],
    directory: environment.directory,
    stdin: null,
    timeLimitMs: environment.limits.stepMs,
  });
  if (exit.kind !== 'exited') return { kind: 'unverified', why: 'gzip -t did not come to an end' };
  return exit.code === 0 ? { kind: 'verified', how: 'gzip' } : { kind: 'broken', why: firstLine(exit.stderr) };
}

/** pg_dump's plain form says what it is at its top, and that it is complete at its end. */
async function byEndMark(context: Pick<StepContext, 'host' | 'environment'>, path: string): Promise<Verification> {
  const head = await readPart(context, ['head', '-c', '200', '--', path]);
  if (head === null || !isDump(head)) {
    return { kind: 'unverified', why: 'it is in none of the forms that can be read through' };
  }
  const tail = await readPart(context, ['tail', '-c', '400', '--', path]);
  if (tail !== null && /-- PostgreSQL database (?:cluster )?dump complete/.test(tail))
    return { kind: 'verified', how: 'plain-sql' };
  return { kind: 'broken', why: 'the mark at the end of a complete dump is missing' };
}

/** What a short reading command printed; null where it did not end well. */
export async function readPart(
  { host, environment }: Pick<StepContext, 'host' | 'environment'>,
  argv: readonly string[],
): Promise<string | null> {
  const exit = await host.exec({ argv, directory: environment.directory, stdin: null, timeLimitMs: 30_000 });
  return exit.kind === 'exited' && exit.code === 0 ? exit.stdout : null;
}

const firstLine = (text: string): string => text.trim().split('\n')[0] || 'no reason was given';
