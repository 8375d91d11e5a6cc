import type { SessionDeed, SessionMark } from '../../domain/locks.ts';
import { SqlError, type TargetSql } from '../../ports/target.ts';

const functions = { cancel: 'pg_cancel_backend', end: 'pg_terminate_backend' } as const;
const insufficientPrivilege = '42501';

/** The very session in the very transaction that was seen: a process id is given to others later. */
const marked = `FROM pg_stat_activity WHERE pid = $1 AND extract(epoch FROM backend_start)::text = $2
  AND extract(epoch FROM xact_start)::text IS NOT DISTINCT FROM $3 AND backend_type = 'client backend'`;

const values = ({ pid, backendStart, transactionStart }: SessionMark) => [pid, backendStart, transactionStart];

/** Cancels what the session does, or ends it. `sent` says that it was told, not that it obeyed. */
export async function endSession(
  sql: TargetSql,
  mark: SessionMark,
  deed: SessionDeed,
): Promise<'sent' | 'gone' | 'not-permitted'> {
  try {
    const rows = await sql.query<{ sent: boolean }>(
      `SELECT ${functions[deed]}(pid) AS sent FROM (SELECT pid ${marked} OFFSET 0) s`,
      values(mark),
    );
    return rows[0]?.sent === true ? 'sent' : 'gone';
  } catch (error) {
    if (error instanceof SqlError && error.sqlState === insufficientPrivilege) return 'not-permitted';
    throw error;
  }
}

/** Whether that session is still in that transaction. */
export async function transactionStands(sql: TargetSql, mark: SessionMark): Promise<boolean> {
  const rows = await sql.query(`SELECT pid ${marked}`, values(mark));
  return rows.length > 0;
}
