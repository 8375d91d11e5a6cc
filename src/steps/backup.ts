import type { Backup, BackupFile } from '../domain/backup.ts';
import { earlyBackupServesMs } from '../domain/checklist.ts';
import type { Sha256 } from '../domain/ids.ts';
import type { RunKind } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { formatBytes } from '../lib/bytes.ts';
import { backupDirectory, listBackups, newSince } from './backup-listing.ts';
import { fillIn } from './fill-in.ts';
import { lookAt } from './look.ts';
import { dumpTask, toolsVersionTrouble } from './pg-dump.ts';
import { scriptTrouble } from './script-trouble.ts';
import { failed, type Step, type StepContext, type StepOutcome, type TaskPlan } from './step.ts';
import { commandTrouble, taskTrouble } from './task-trouble.ts';

/** Takes a backup: by the team's own script where there is one, else by pg_dump. A fresh one of *Back up now* serves. */
export const backup: Step = async (context) => {
  const { earlyBackup, now } = context;
  if (earlyBackup !== null && now() - earlyBackup.takenAt <= earlyBackupServesMs) {
    return {
      kind: 'done',
      summary: `${formatBytes(earlyBackup.bytes)}, taken before`,
      exitCode: null,
      backup: earlyBackup,
    };
  }
  return context.environment.backup.command === null ? byPgDump(context) : byScript(context);
};

const beforeWhat: Readonly<Record<Exclude<RunKind, 'backup'>, string>> = {
  deploy: 'pre-migration',
  dev: 'pre-migration',
  restore: 'pre-restore',
  reset: 'pre-reset',
  push: 'pre-push',
  resolve: 'pre-resolve',
};

/** `pre-migration-20260122` for a deploy, else what was asked for. */
function backupLabel({ run, now }: Pick<StepContext, 'run' | 'now'>): string {
  if (run.purpose.kind === 'backup') return run.purpose.label;
  const day = new Date(now()).toISOString().slice(0, 10).replaceAll('-', '');
  return `${beforeWhat[run.purpose.kind]}-${day}`;
}

async function byScript(context: StepContext): Promise<StepOutcome> {
  const before = await listBackups(context);
  if ('code' in before) return failed(before);
  const { answers } = context.environment.backup;
  const report = await context.runTask(async () => scriptTask(context, before), { answers });
  const problem = scriptTrouble(report, { name: 'The backup script', code: 'backup-failed' }, context);
  if (problem !== null) return failed(problem, exitCodeOf(report));
  const after = await listBackups(context);
  if ('code' in after) return failed(after);
  return theOneFile(context, newSince(readMemo(report.memo), after));
}

function scriptTask(context: StepContext, before: readonly BackupFile[]): TaskPlan {
  const { environment } = context;
  const argv = fillIn(environment.backup.command ?? [], { env: environment.name, label: backupLabel(context) });
  return { commands: [{ argv, stdin: null, stdoutFile: null }], memo: JSON.stringify(before) };
}

const readMemo = (memo: string | null): readonly BackupFile[] => (memo === null ? [] : JSON.parse(memo));

/** The one new file is the backup. Guessing among several would be guessing which database state could be restored. */
async function theOneFile(context: StepContext, files: readonly BackupFile[]): Promise<StepOutcome> {
  const [file, ...others] = files;
  const directory = backupDirectory(context.environment);
  if (file === undefined) {
    return failed(
      trouble('backup-not-found', `The backup script ended well, but left no new file in ${directory}.`),
      0,
    );
  }
  if (others.length > 0) {
    const names = files.map(({ path }) => path).join(', ');
    return failed(trouble('backup-ambiguous', `The backup script left ${files.length} new files: ${names}.`), 0);
  }
  return describe(context, file, 'script');
}

async function byPgDump(context: StepContext): Promise<StepOutcome> {
  const version = await toolsVersionTrouble(context);
  if (version !== null) return failed(version);
  const stamp = new Date(context.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const path = `${backupDirectory(context.environment)}/${stamp}-${backupLabel(context)}.dump`;
  const report = await context.runTask(() => dumpTask(context, path));
  const problem = taskTrouble(report, { name: 'pg_dump', code: 'backup-failed' }, context);
  if (problem !== null) return failed(problem, exitCodeOf(report));
  const written = report.memo ?? path;
  const files = await listBackups(context);
  if ('code' in files) return failed(files);
  const file = files.find((one) => one.path === written);
  if (file === undefined)
    return failed(trouble('backup-not-found', `pg_dump ended well, but ${written} is not there.`), 0);
  return describe(context, file, 'pg_dump');
}

const exitCodeOf = ({ end }: { end: { kind: string; code?: number } }): number | null => end.code ?? null;

/** What is known of the backup from here on: checksum, and the history that it holds. */
async function describe(context: StepContext, file: BackupFile, by: Backup['by']): Promise<StepOutcome> {
  const { run, environment, now } = context;
  const [sha256, looked] = await Promise.all([
    checksumOf(context, file.path),
    lookAt(context, async ({ history }) => history.map(({ name, checksum }) => ({ name, checksum }))),
  ]);
  if (typeof sha256 !== 'string') return failed(sha256);
  if (looked.kind === 'unseen') return failed(looked.trouble);
  const backup: Backup = {
    ...file,
    environment: environment.id,
    run: run.id,
    by,
    label: backupLabel(context),
    sha256,
    takenAt: now(),
    verification: { kind: 'unverified', why: 'not yet read' },
    history: looked.value,
  };
  return { kind: 'done', summary: formatBytes(file.bytes), exitCode: 0, backup };
}

/** SHA-256 of a file on the host. */
export async function checksumOf(
  { host, environment }: Pick<StepContext, 'host' | 'environment'>,
  path: string,
): Promise<Sha256 | Trouble> {
  const exit = await host.exec({
    argv: ['sha256sum', '--', path],
    directory: environment.directory,
    stdin: null,
    timeLimitMs: environment.limits.stepMs,
  });
  const problem = commandTrouble(exit, { name: 'reading the backup', code: 'backup-not-found' });
  if (problem !== null || exit.kind !== 'exited') return problem ?? trouble('internal', 'no exit');
  const [sum] = exit.stdout.replace(/^\\/, '').split(' ');
  return /^[0-9a-f]{64}$/.test(sum ?? '')
    ? (sum as Sha256)
    : trouble('exec-failed', 'sha256sum printed something unexpected.');
}
