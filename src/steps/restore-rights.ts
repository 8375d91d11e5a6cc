import type { TargetSql } from '../ports/target.ts';

/**
 * Whether this login may create a database like `database`, owned alike, and rename both. From PostgreSQL 16 on a
 * membership may leave out the right to make something the owner's (`WITH SET FALSE`).
 */
export async function mayRestoreBeside(sql: Pick<TargetSql, 'query'>, database: string): Promise<boolean> {
  const [row] = await sql.query<{ may: boolean }>(
    `SELECT r.rolsuper OR (r.rolcreatedb AND pg_has_role(d.datdba, 'USAGE') AND pg_has_role(d.datdba,
         CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)) AS may
     FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = $1::text`,
    [database],
  );
  return row?.may ?? false;
}
