import type { BackupFile } from '../domain/backup.ts';
import type { Argv } from '../domain/environment.ts';
import { toolCommand, toolVariables } from '../domain/postgres-tools.ts';
import type { TaskCommand } from '../ports/remote.ts';
import type { TargetSql, ToolSecrets } from '../ports/target.ts';
import { historyTrouble, readHistory } from './restored-history.ts';
import { done, failed, type StepContext, type StepOutcome } from './step.ts';
import { taskTrouble } from './task-trouble.ts';

/**
 * Restores beside the present database and swaps the names once the new one was verified: the old one stays as a safety
 * copy. (`pg_restore --clean` fails after a migration that added a foreign key, and leaves new tables behind.)
 */
export async function restoreByRename(context: StepContext, file: BackupFile): Promise<StepOutcome> {
  const secrets = await context.toolSecrets();
  const database = secrets.PGDATABASE.reveal();
  const fresh = `${database}_${context.run.id}`;
  await using admin = await context.targets.openTools(context.environment, context.host, secrets, 'postgres');
  if (!(await mayCreate(admin))) return restoreInPlace(context, file, secrets);
  const report = await context.runTask(async () => ({
    commands: restoreCommands(
      context.environment.database.tools,
      await createStatement(admin, database, fresh),
      fresh,
      file,
    ),
    secrets,
  }));
  const problem = taskTrouble(report, { name: 'pg_restore', code: 'restore-failed' }, context);
  if (problem !== null) return failed(problem, report.end.kind === 'exited' ? report.end.code : null);
  const differs = await verifyFresh(context, secrets, fresh);
  if (differs !== null) return failed(differs);
  const old = `${database}_before_${context.run.id}`;
  await swap(admin, { database, fresh, old });
  return done(`${file.path}; the database before is kept as ${old}`, 0);
}

async function mayCreate(admin: TargetSql): Promise<boolean> {
  const [row] = await admin.query<{ may: boolean }>(
    'SELECT rolcreatedb OR rolsuper AS may FROM pg_roles WHERE rolname = current_user',
  );
  return row?.may ?? false;
}

/** The new database gets the owner, encoding and locale of the old one. */
async function createStatement(admin: TargetSql, database: string, fresh: string): Promise<string> {
  const [row] = await admin.query<{ statement: string }>(
    `SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L',
       '${fresh.replaceAll("'", "''")}', r.rolname, pg_encoding_to_char(d.encoding), d.datcollate, d.datctype) AS statement
     FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname = '${database.replaceAll("'", "''")}'`,
  );
  if (row === undefined) throw new Error(`reading the settings of database ${database}: it is not there`);
  return row.statement;
}

function restoreCommands(tools: Argv, create: string, fresh: string, file: BackupFile): readonly TaskCommand[] {
  const psql = (database: string, statement: string): TaskCommand => ({
    argv: toolCommand(tools, ['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', database, '-c', statement]),
    stdin: { secrets: toolVariables, file: null },
    stdoutFile: null,
  });
  return [
    psql('postgres', `DROP DATABASE IF EXISTS ${quoteIdentifier(fresh)}`),
    psql('postgres', create),
    {
      argv: toolCommand(tools, ['pg_restore', '--exit-on-error', '-d', fresh]),
      stdin: { secrets: toolVariables, file: file.path },
      stdoutFile: null,
    },
  ];
}

async function verifyFresh(context: StepContext, secrets: ToolSecrets, fresh: string) {
  const { purpose } = context.run;
  if (purpose.kind !== 'restore' || purpose.known === null) return null;
  await using sql = await context.targets.openTools(context.environment, context.host, secrets, fresh);
  return historyTrouble(purpose.known, await readHistory(sql));
}

/** Both names change in one transaction, so that at no moment the app finds no database or half of one. */
async function swap(admin: TargetSql, names: { database: string; fresh: string; old: string }): Promise<void> {
  const { database, fresh, old } = names;
  const [row] = await admin.query<{ swapped: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_database WHERE datname = '${old.replaceAll("'", "''")}') AS swapped`,
  );
  if (row?.swapped) return;
  const ends = `PERFORM count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '${database.replaceAll("'", "''")}' AND pid <> pg_backend_pid()`;
  const renames = [
    `ALTER DATABASE ${quoteIdentifier(database)} RENAME TO ${quoteIdentifier(old)}`,
    `ALTER DATABASE ${quoteIdentifier(fresh)} RENAME TO ${quoteIdentifier(database)}`,
  ];
  await admin.query(`DO $swap$ BEGIN ${ends}; ${renames.join('; ')}; END $swap$`);
}

/** Where no database may be created: the present schemas are emptied first. Less safe, and said so. */
async function restoreInPlace(context: StepContext, file: BackupFile, secrets: ToolSecrets): Promise<StepOutcome> {
  const { tools } = context.environment.database;
  const database = secrets.PGDATABASE.reveal();
  const empty = `DO $empty$ DECLARE s name; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP; CREATE SCHEMA public; END $empty$`;
  const commands: readonly TaskCommand[] = [
    {
      argv: toolCommand(tools, ['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', empty]),
      stdin: { secrets: toolVariables, file: null },
      stdoutFile: null,
    },
    {
      argv: toolCommand(tools, ['pg_restore', '--exit-on-error', '--single-transaction', '-d', database]),
      stdin: { secrets: toolVariables, file: file.path },
      stdoutFile: null,
    },
  ];
  const report = await context.runTask(async () => ({ commands, secrets }), { part: 'in-place' });
  const problem = taskTrouble(report, { name: 'pg_restore', code: 'restore-failed' }, context);
  if (problem !== null) return failed(problem, report.end.kind === 'exited' ? report.end.code : null);
  return done(`${file.path}, in place: the login may not create databases`, 0);
}

const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
