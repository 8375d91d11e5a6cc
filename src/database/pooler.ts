import type { Pooler } from '../domain/gates/gate.ts';
import type { DatabaseAddress } from './parse-url.ts';
import type { LoggedIn } from './sql-session.ts';

/** Ports on which poolers listen by convention: PgBouncer's own, and Supabase's. */
const usualPorts = [6432, 6543];

/**
 * What shows that a pooler stands in between: the URL, or a process that is not the one which answered the login. A pooler
 * answers in the server's name and invents that number.
 */
export async function poolerOf(
  address: Pick<DatabaseAddress, 'pooled' | 'identity'>,
  sql: LoggedIn,
): Promise<Pooler | null> {
  if (address.pooled !== null) return { mode: 'transaction', evidence: address.pooled };
  const [row] = await sql.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  if (row === undefined || sql.processId === null || row.pid === sql.processId) return null;
  const { port } = address.identity;
  const evidence = `process ${sql.processId} answered the login, and process ${row.pid} the first question`;
  return usualPorts.includes(port)
    ? { mode: 'transaction', evidence: `${evidence}, behind port ${port}` }
    : { mode: 'unknown', evidence };
}
