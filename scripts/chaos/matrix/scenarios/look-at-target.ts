import type { DemoHost } from '../../../../playground/hosts/host-layout.ts';
import { execute } from '../../../../playground/servers/postgres.ts';

/** How each row of the migration stands, oldest first; `name` may hold `%`. */
export async function historyOf(
  { databaseUrl }: DemoHost,
  name: string,
): Promise<readonly ('applied' | 'rolled back' | 'failed')[]> {
  const rows = await execute<{ stands: 'applied' | 'rolled back' | 'failed' }>(
    databaseUrl,
    `SELECT CASE WHEN rolled_back_at IS NOT NULL THEN 'rolled back' WHEN finished_at IS NOT NULL THEN 'applied'
       ELSE 'failed' END AS stands
     FROM _prisma_migrations WHERE migration_name LIKE $1 ORDER BY started_at`,
    [name],
  );
  return rows.map(({ stands }) => stands);
}

export async function tableExists({ databaseUrl }: DemoHost, table: string): Promise<boolean> {
  const sql = "SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename = $1";
  return (await execute(databaseUrl, sql, [table])).length > 0;
}

export async function columnExists(
  { databaseUrl }: DemoHost,
  { table, column }: { readonly table: string; readonly column: string },
): Promise<boolean> {
  const sql = 'SELECT 1 FROM information_schema.columns WHERE table_name = $1 AND column_name = $2';
  return (await execute(databaseUrl, sql, [table, column])).length > 0;
}

export async function countOf({ databaseUrl }: DemoHost, table: string): Promise<number> {
  const [row] = await execute<{ n: number }>(databaseUrl, `SELECT count(*)::int AS n FROM "${table}"`);
  return row?.n ?? 0;
}
