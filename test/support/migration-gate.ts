import pg from 'pg';
import { ofThisDatabase, untilFound } from './lock-sessions.ts';

/** A migration that waits in the database until a test lets it through. */
export interface MigrationGate extends AsyncDisposable {
  /** The migration's SQL: waits, then does `sql`. */
  readonly guard: (sql: string) => string;
  /** Resolves once the migration waits. */
  readonly reached: () => Promise<void>;
  readonly letThrough: () => Promise<void>;
}

/** Closes the gate: a session of the test's own holds an advisory lock that the migration asks for. */
export async function closeGate(databaseUrl: string, key = 4_711_001): Promise<MigrationGate> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'gate' });
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1)', [key]);
  let open = false;
  const letThrough = async () => {
    if (open) return;
    open = true;
    await client.end();
  };
  return {
    // its session gives a lock up after two seconds otherwise
    guard: (sql) =>
      `SET lock_timeout = 0;\nSELECT pg_advisory_lock(${key});\nSELECT pg_advisory_unlock(${key});\nRESET lock_timeout;\n${sql}`,
    reached: () =>
      untilFound(
        client,
        `SELECT FROM pg_locks WHERE ${ofThisDatabase} AND locktype = 'advisory' AND objid = ${key} AND NOT granted`,
      ),
    letThrough,
    [Symbol.asyncDispose]: letThrough,
  };
}
