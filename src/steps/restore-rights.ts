import type { TargetSql } from '../ports/target.ts';

/** Whether this login may create a database like `database`, owned alike, and rename both. */
export async function mayRestoreBeside(sql: Pick<TargetSql, 'query'>, database: string): Promise<boolean> {
  const [row] = await sql.query<{ may: boolean }>(
    `SELECT r.rolsuper OR (r.rolcreatedb AND pg_has_role(d.datdba, 'MEMBER')) AS may
     FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = $1::text`,
    [database],
  );
  return row?.may ?? false;
}
