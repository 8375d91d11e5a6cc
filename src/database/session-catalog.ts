import { type CatalogSeen, SqlError, type TargetSql } from '../ports/target.ts';
import { loadParser } from '../review/parse/parser.ts';
import { catalogOf } from './catalog.ts';

/** Nothing here may hold anybody up. Set for the transaction only: behind a pooler the session belongs to others. */
const begin = ['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', 'SET LOCAL statement_timeout = 2000'];

/** The catalog through a session that is open already, in one read-only snapshot. A look that breaks says why. */
export async function sessionCatalog(sql: TargetSql): Promise<CatalogSeen> {
  const serverVersion = await versionOf(sql);
  try {
    for (const statement of begin) await sql.query(statement);
    const seen = await catalogOf(await loadParser(), (text) => sql.query(text));
    return seen.kind === 'catalog' ? seen : { ...seen, serverVersion };
  } catch (error) {
    return { kind: 'unusable', why: reasonOf(error), serverVersion };
  } finally {
    await sql.query('ROLLBACK').catch(() => undefined);
  }
}

async function versionOf(sql: TargetSql): Promise<number | null> {
  try {
    const [row] = await sql.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int / 10000 AS version",
    );
    return row?.version ?? null;
  } catch {
    return null;
  }
}

const cancelled = '57014';

function reasonOf(error: unknown): string {
  if (error instanceof SqlError && error.sqlState === cancelled) return 'reading it took longer than 2 s';
  if (error instanceof SqlError) return [error.sqlState, error.message].filter(Boolean).join(': ');
  return 'what it answered could not be understood';
}
