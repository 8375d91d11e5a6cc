import type { TargetSql } from '../ports/target.ts';
import type { SessionName } from './sql-session.ts';

const name: SessionName = 'godwit-looks';

/**
 * Ends the sessions that looks of this login left open in the session's database: a run's script may want to drop or
 * rename it. Whoever is asked something meanwhile opens a new one.
 */
export async function endLooks(sql: TargetSql): Promise<void> {
  await sql.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND usename = current_user AND application_name = '${name}'`,
  );
}
