import { trouble } from '../domain/trouble.ts';
import { SqlError, type TargetSql, type ToolSecrets } from '../ports/target.ts';
import { type DatabaseNames, namesFor } from './database-names.ts';
import { type LoadableForm, loadCommand, psqlCommand, saidWrong } from './load-backup.ts';
import { quoteIdentifier } from './quote-sql.ts';
import { historyTrouble, readHistory } from './restored-history.ts';
import { copyComment, dropOldCopies, keptUntil, untilWords } from './safety-copies.ts';
import { cameToNothing, done, type StepContext, type StepOutcome, type TaskPlan } from './step.ts';
import { taskTrouble } from './task-trouble.ts';
import { createTwin, likePresent, standing, swapNames } from './twin-database.ts';

/** A restore beside the present database: where, from what, and with whose rights. */
interface Beside {
  readonly context: StepContext;
  readonly file: { readonly path: string; readonly form: LoadableForm };
  readonly secrets: ToolSecrets;
  readonly admin: TargetSql;
}

/**
 * Restores beside the present database and swaps the names once the new one was verified: the old one stays as a safety
 * copy. Until the swap nothing has changed. (`pg_restore --clean` fails after a migration that added a foreign key, and
 * leaves new tables behind.)
 */
export async function restoreByRename(beside: Beside): Promise<StepOutcome> {
  const { context, admin, secrets } = beside;
  const names = namesFor(secrets.PGDATABASE.reveal(), context.run.id);
  const report = await context.runTask(() => loadBeside(beside, names));
  const there = await standing(admin, names);
  const until = untilWords(keptUntil(context.now()));
  const well = done(`restored beside; the database before is ${names.old}, ${until}`, 0);
  if (there.old) return well; // another worker swapped them before this one took over
  const problem = taskTrouble(report, { name: 'Restoring the backup', code: 'restore-failed' }, context);
  const exitCode = report.end.kind === 'exited' ? report.end.code : null;
  if (problem !== null) return giveUp(beside, names, { ...problem, facts: saidWrong(report.log) }, exitCode);
  const differs = await freshTrouble(beside, names, there.fresh);
  if (differs !== null) return giveUp(beside, names, differs);
  try {
    await swapNames(admin, names, copyComment(names.database, keptUntil(context.now())));
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return giveUp(
      beside,
      names,
      trouble('restore-failed', `The databases' names cannot be swapped: ${error.message}.`),
    );
  }
  return well;
}

async function loadBeside({ context, file, secrets, admin }: Beside, names: DatabaseNames): Promise<TaskPlan> {
  const { tools } = context.environment.database;
  await dropOldCopies(admin, names.database, context.now());
  const commands = [
    psqlCommand(tools, 'postgres', `DROP DATABASE IF EXISTS ${quoteIdentifier(names.fresh)}`),
    psqlCommand(tools, 'postgres', await createTwin(admin, names)),
    psqlCommand(tools, 'postgres', likePresent(names)),
    loadCommand(tools, file, { database: names.fresh, before: '' }),
  ];
  return { commands, secrets };
}

/** Null where the new database holds the history that was recorded with the backup, or none was recorded. */
async function freshTrouble({ context, secrets }: Beside, { fresh }: DatabaseNames, isThere: boolean) {
  const { purpose } = context.run;
  if (!isThere) return trouble('restore-failed', `The restored database ${fresh} is not there any more.`);
  if (purpose.kind !== 'restore' || purpose.known === null) return null;
  await using sql = await context.targets.openTools(context.environment, context.host, secrets, fresh);
  return historyTrouble(purpose.known, await readHistory(sql));
}

/** The half-made database goes; should that not work, the next attempt begins with it. */
async function giveUp(
  { admin }: Beside,
  { fresh }: DatabaseNames,
  ...why: Parameters<typeof cameToNothing>
): Promise<StepOutcome> {
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(fresh)}`);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
  }
  return cameToNothing(...why);
}
