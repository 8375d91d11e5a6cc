import { trouble } from '../domain/trouble.ts';
import { formatBytes } from '../lib/bytes.ts';
import { dumpTask } from './pg-dump.ts';
import { failed, type Step } from './step.ts';
import { taskTrouble } from './task-trouble.ts';

/** The database as it is now, kept outside the backup directory, so that a restore can itself be undone. */
export const safetyBackup: Step = async (context) => {
  const { environment, run, host } = context;
  const path = `.godwit-safety/${environment.name}-${run.id}.dump`;
  const report = await context.runTask(() => dumpTask(context, path));
  const problem = taskTrouble(report, { name: 'The safety backup', code: 'backup-failed' }, context);
  if (problem !== null) return failed(problem, report.end.kind === 'exited' ? report.end.code : null);
  const size = await host.exec({
    argv: ['stat', '-c', '%s', '--', path],
    directory: environment.directory,
    stdin: null,
    timeLimitMs: 20_000,
  });
  if (size.kind !== 'exited' || size.code !== 0) {
    return failed(trouble('backup-not-found', `The safety backup ended well, but ${path} is not there.`));
  }
  return { kind: 'done', summary: `${formatBytes(Number(size.stdout.trim()))} in ${path}`, exitCode: 0 };
};
