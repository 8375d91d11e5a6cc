import type { TargetSql } from '../ports/target.ts';

/** The number that the next transaction gets at the earliest; takes none itself. 64 bits, as text. */
export async function nextTransaction(sql: TargetSql): Promise<string> {
  const [row] = await sql.query<{ next: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next');
  if (row === undefined) throw new Error('reading the present snapshot: no row');
  return row.next;
}
