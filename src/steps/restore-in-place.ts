import type { ToolSecrets } from '../ports/target.ts';
import { type LoadableForm, loadCommand, saidWrong } from './load-backup.ts';
import { cameToNothing, done, type StepContext, type StepOutcome } from './step.ts';
import { taskTrouble } from './task-trouble.ts';

/** `public` comes back as a new database has it, which differs before PostgreSQL 15: a dump takes it for granted. */
export const emptySchemas = `DO $empty$
DECLARE
  schema name;
BEGIN
  FOR schema IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', schema);
  END LOOP;
  CREATE SCHEMA public;
  IF current_setting('server_version_num')::int >= 150000 THEN
    GRANT USAGE ON SCHEMA public TO PUBLIC;
    ALTER SCHEMA public OWNER TO pg_database_owner;
  ELSE
    GRANT ALL ON SCHEMA public TO PUBLIC;
  END IF;
END $empty$;`;

/**
 * Where no database may be created: the present schemas are emptied and filled again, in one transaction. Less safe than
 * restoring beside: nothing is verified before it counts, and no copy of the database stays but the safety backup.
 */
export async function restoreInPlace(
  context: StepContext,
  file: { path: string; form: LoadableForm },
  secrets: ToolSecrets,
): Promise<StepOutcome> {
  const into = { database: secrets.PGDATABASE.reveal(), before: emptySchemas };
  const commands = [loadCommand(context.environment.database.tools, file, into)];
  const report = await context.runTask(async () => ({ commands, secrets }));
  const problem = taskTrouble(report, { name: 'Restoring the backup', code: 'restore-failed' }, context);
  if (problem === null) return done('restored in place: the login may not create databases', 0);
  const { end } = report;
  // Refused by the server or by a tool, the transaction was rolled back. Cut off from outside, nobody knows.
  const rolledBack = end.kind === 'exited' && end.code < 128;
  const why = { ...problem, facts: saidWrong(report.log) };
  if (rolledBack) return cameToNothing(why, end.code);
  return { kind: 'failed', trouble: why, exitCode: end.kind === 'exited' ? end.code : null };
}
