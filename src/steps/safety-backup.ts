import type { Backup } from '../domain/backup.ts';
import { trouble } from '../domain/trouble.ts';
import { formatBytes } from '../lib/bytes.ts';
import { checksumOf } from './backup.ts';
import { listSafetyBackups, safetyDirectory } from './backup-listing.ts';
import { dumpTask } from './pg-dump.ts';
import { keptUntil, removeOldSafetyBackups, untilWords } from './safety-copies.ts';
import { failed, type Step, type StepContext, type StepOutcome } from './step.ts';
import { taskTrouble } from './task-trouble.ts';
import { verifyFile } from './verify-backup.ts';

/** The database as it is now, kept outside the backup directory and read through, so that a restore can itself be undone. */
export const safetyBackup: Step = async (context) => {
  const { environment, run } = context;
  const path = `${safetyDirectory(environment)}/before-${run.id}.dump`;
  const report = await context.runTask(() => dumpTask(context, path));
  const problem = taskTrouble(report, { name: 'The safety backup', code: 'backup-failed' }, context);
  if (problem !== null) return failed(problem, report.end.kind === 'exited' ? report.end.code : null);
  const outcome = await describe(context, path);
  if (outcome.kind === 'done') await removeOldSafetyBackups(context);
  return outcome;
};

/** Its history is the one that stood in the receipt: nothing has changed since, as the service is stopped. */
async function describe(context: StepContext, path: string): Promise<StepOutcome> {
  const { environment, run, now } = context;
  const files = await listSafetyBackups(context);
  if ('code' in files) return failed(files);
  const file = files.find((one) => one.path === path);
  if (file === undefined) {
    return failed(trouble('backup-not-found', `The safety backup ended well, but ${path} is not there.`));
  }
  const [sha256, verification] = await Promise.all([checksumOf(context, path), verifyFile(context, path)]);
  if (typeof sha256 !== 'string') return failed(sha256);
  if (verification.kind === 'broken') {
    return failed(trouble('backup-broken', `The safety backup cannot be read: ${verification.why}.`));
  }
  const taken: Pick<Backup, 'run' | 'by' | 'label' | 'environment'> = {
    environment: environment.id,
    run: run.id,
    by: 'pg_dump',
    label: 'safety-backup',
  };
  const history = (run.plan?.history ?? []).map(({ name, checksum }) => ({ name, checksum }));
  return {
    kind: 'done',
    summary: `${formatBytes(file.bytes)} in ${path}, ${untilWords(keptUntil(now()))}`,
    exitCode: 0,
    backup: { ...file, ...taken, sha256, takenAt: now(), verification, history },
  };
}
