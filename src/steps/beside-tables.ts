import type { TargetSql } from '../ports/target.ts';
import { type BesideKind, besideKey } from '../review/extent/beside.ts';

/** Names of what the reviewer's catalog does not keep. */
const query = `
  SELECT 'extension' AS kind, extname AS name, NULL AS "on" FROM pg_extension
  UNION ALL SELECT 'schema', nspname, NULL FROM pg_namespace
  UNION ALL SELECT 'sequence', relname, NULL FROM pg_class WHERE relkind = 'S'
  UNION ALL SELECT 'trigger', t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL SELECT 'policy', p.polname, c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid`;

/** Extensions, schemas, sequences, triggers and policies of the database, as `besideKey` names them. */
export async function besideTables(sql: TargetSql): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ kind: BesideKind; name: string; on: string | null }>(query);
  return new Set(rows.map(({ kind, name, on }) => besideKey(kind, name, on)));
}
