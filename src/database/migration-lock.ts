import { type MigrationLockHolder, SqlError, type TargetSql } from '../ports/target.ts';

/** The key of `pg_advisory_lock` that every `prisma migrate` takes; below 2^32, so `classid` is 0. */
export const prismaLockKey = 72707369;

export const holderQuery = `
  SELECT l.pid, a.application_name AS "applicationName", a.usename AS "user", extract(epoch FROM a.backend_start)::text AS "backendStart", a.state
  FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
  WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = ${prismaLockKey} AND l.objsubid = 1
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** The session that holds Prisma's migration lock in the session's database; null when nobody does. */
export async function migrationLockHolder(sql: TargetSql): Promise<MigrationLockHolder | null> {
  const [holder] = await sql.query<MigrationLockHolder & Record<string, unknown>>(holderQuery);
  return holder ?? null;
}

const functions = { cancel: 'pg_cancel_backend', terminate: 'pg_terminate_backend' } as const;
const insufficientPrivilege = '42501';

/**
 * Cancels the statement of the lock's holder, or ends its session; only while that very session still holds the lock
 * (a process id is given to others later). `sent` says that the signal was sent, not that it was obeyed.
 */
export async function cancelMigration(
  sql: TargetSql,
  holder: MigrationLockHolder,
  how: keyof typeof functions,
): Promise<'sent' | 'gone' | 'not-permitted'> {
  if (holder.backendStart === null) return 'not-permitted';
  try {
    const rows = await sql.query<{ sent: boolean }>(
      `SELECT ${functions[how]}(pid) AS sent FROM (${holderQuery} OFFSET 0) h WHERE pid = $1 AND "backendStart" = $2`,
      [holder.pid, holder.backendStart],
    );
    return rows[0]?.sent === true ? 'sent' : 'gone';
  } catch (error) {
    if (error instanceof SqlError && error.sqlState === insufficientPrivilege) return 'not-permitted';
    throw error;
  }
}
