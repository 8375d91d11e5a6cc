import type { Backup } from '../domain/backup.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import type { TargetSql } from '../ports/target.ts';
import { done, failed, type Step } from './step.ts';

interface Mark {
  readonly name: string;
  readonly checksum: string;
}

/** Name and checksum of every row of `_prisma_migrations`, in order of start; none where there is no such table. */
export async function readHistory(sql: TargetSql): Promise<readonly Mark[]> {
  const [table] = await sql.query<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relname = '_prisma_migrations' AND c.relkind = 'r' ORDER BY n.nspname = 'public' DESC LIMIT 1`,
  );
  if (table === undefined) return [];
  const from = `"${table.schema.replaceAll('"', '""')}"."_prisma_migrations"`;
  const rows = await sql.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM ${from} ORDER BY started_at, id`,
  );
  return rows.map(({ name, checksum }) => ({ name, checksum }));
}

/** Null where the restored history is the one that was recorded with the backup. Pure. */
export function historyTrouble(backup: Backup, restored: readonly Mark[]): Trouble | null {
  const text = (marks: readonly Mark[]) =>
    marks
      .map(({ name, checksum }) => `${name} ${checksum}`)
      .toSorted()
      .join('\n');
  if (text(backup.history) === text(restored)) return null;
  const sameCount = backup.history.length === restored.length;
  return trouble(
    'restore-differs',
    sameCount
      ? `The restored database holds other migrations than the backup was taken with, though ${restored.length} as well.`
      : `The restored database holds ${restored.length} migrations, the backup was taken with ${backup.history.length}.`,
  );
}

const countOf = ({ length }: readonly unknown[]): string => (length === 1 ? '1 migration' : `${length} migrations`);

/** After the restore: the history is the one recorded with the backup, or at least can be read. */
export const verifyRestore: Step = async (context) => {
  const { purpose } = context.run;
  if (purpose.kind !== 'restore') return failed(trouble('internal', 'This run restores nothing.'));
  await using sql = await context.targets.openTools(context.environment, context.host, await context.toolSecrets());
  const history = await readHistory(sql);
  const newest = history.at(-1)?.name ?? 'no migration';
  if (purpose.known === null) return done(`its history was not recorded; it ends with ${newest}`, 0);
  const problem = historyTrouble(purpose.known, history);
  return problem === null ? done(`${countOf(history)}, as recorded with the backup`, 0) : failed(problem);
};
