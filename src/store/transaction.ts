import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** What a transaction came to: `keep` commits it, `drop` rolls it back; both answer with the value. */
export type Verdict<T> = { readonly keep: T } | { readonly drop: T };

/** Serialization failure and deadlock: the transaction did nothing and may simply be taken again. */
const worthAnotherTry = new Set(['40001', '40P01']);
const tries = 5;

/** Runs `work` in one transaction, again where Postgres ended it in favour of another. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Verdict<T>>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (attempt === tries || !worthAnotherTry.has(sqlState(error) ?? '')) throw error;
      await wait(Math.random() * 10 * 2 ** attempt);
    }
  }
}

/** A lost connection is told twice: by the query that was under way, which counts, and by an event that must be heard. */
const heard = () => undefined;

async function once<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Verdict<T>>): Promise<T> {
  const client = await pool.connect();
  client.on('error', heard);
  try {
    await client.query('BEGIN');
    const verdict = await work(client);
    await client.query('keep' in verdict ? 'COMMIT' : 'ROLLBACK');
    release(client);
    return 'keep' in verdict ? verdict.keep : verdict.drop;
  } catch (error) {
    await giveBack(client);
    throw error;
  }
}

/** A connection that cannot even roll back is thrown away. */
async function giveBack(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK');
    release(client);
  } catch {
    client.release(true);
  }
}

function release(client: pg.PoolClient): void {
  client.off('error', heard);
  client.release();
}

/** Postgres' own five letters, where the error is one of Postgres. */
export function sqlState(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}
