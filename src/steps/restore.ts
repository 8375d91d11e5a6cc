import { scriptChoosesBackup } from '../domain/environment.ts';
import { trouble } from '../domain/trouble.ts';
import { SqlError, type TargetSql, type ToolSecrets } from '../ports/target.ts';
import { fillIn } from './fill-in.ts';
import { restoreByRename } from './restore-by-rename.ts';
import { restoreInPlace } from './restore-in-place.ts';
import { mayRestoreBeside } from './restore-rights.ts';
import { scriptTrouble } from './script-trouble.ts';
import { done, failed, type Step, type StepContext, type StepOutcome, type TaskPlan } from './step.ts';
import { formOf } from './verify-backup.ts';

/** Restores the chosen backup: by the team's script with its answers, else into a new database that takes the old one's name. */
export const restore: Step = async (context) => {
  const { purpose } = context.run;
  if (purpose.kind !== 'restore') return failed(trouble('internal', 'This run restores nothing.'));
  return context.environment.rollback === null
    ? byGodwit(context, purpose.backup.path)
    : byScript(context, purpose.backup.path);
};

async function byGodwit(context: StepContext, path: string): Promise<StepOutcome> {
  const secrets = await context.toolSecrets();
  const form = await formOf(context, path);
  if (form === 'unreadable') throw new Error(`restoring ${path}: it cannot be read any more`);
  const file = { path, form };
  const admin = await openAdmin(context, secrets);
  return admin === null ? restoreInPlace(context, file, secrets) : restoreByRename({ context, file, secrets, admin });
}

/** A session outside the database whose name is to change; null where this login may not swap databases. */
async function openAdmin(context: StepContext, secrets: ToolSecrets): Promise<TargetSql | null> {
  const admin = await context.targets.openTools(context.environment, context.host, secrets, 'postgres');
  try {
    return (await mayRestoreBeside(admin, secrets.PGDATABASE.reveal())) ? admin : null;
  } catch (error) {
    if (error instanceof SqlError && noSuchRoom.includes(error.sqlState ?? '')) return null;
    throw error;
  }
}

/** No database `postgres`, or no right to connect to it; psql says these without a code when it cannot log in. */
const noSuchRoom: readonly string[] = ['3D000', '42501', ''];

async function byScript(context: StepContext, backup: string): Promise<StepOutcome> {
  const { environment } = context;
  const { command, answers } = environment.rollback ?? { command: [], answers: [] };
  const plan = async (): Promise<TaskPlan> => ({
    commands: [{ argv: fillIn(command, { env: environment.name, backup }), stdin: null, stdoutFile: null }],
    environment: scriptChoosesBackup(environment) ? {} : { GODWIT_BACKUP: backup },
  });
  const report = await context.runTask(plan, { answers });
  const problem = scriptTrouble(report, { name: 'The rollback script', code: 'restore-failed' }, context);
  if (problem !== null) return failed(problem, report.end.kind === 'exited' ? report.end.code : null);
  return done(scriptChoosesBackup(environment) ? 'the script chose the backup' : backup, 0);
}
