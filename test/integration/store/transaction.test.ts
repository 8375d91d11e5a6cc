import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute } from '../../../playground/servers/postgres.ts';
import { inTransaction } from '../../../src/store/transaction.ts';
import { freshDatabase } from '../../support/databases.ts';

describe('a transaction', () => {
  let pool: pg.Pool;
  beforeAll(async () => {
    const connectionString = await freshDatabase('transaction');
    await execute(connectionString, 'CREATE TABLE pair (id text PRIMARY KEY, count integer NOT NULL)');
    await execute(connectionString, `INSERT INTO pair VALUES ('a', 0), ('b', 0)`);
    pool = new pg.Pool({ connectionString, max: 4 });
  });
  afterAll(() => pool.end());

  const count = (client: pg.PoolClient, id: string) =>
    client.query('UPDATE pair SET count = count + 1 WHERE id = $1', [id]);
  const counts = async () => (await pool.query('SELECT count FROM pair ORDER BY id')).rows.map((row) => row.count);

  it('that ran into a deadlock is taken again, and counts once', async () => {
    let tries = 0;
    let arrived = 0;
    let bothHoldOne: () => void = () => undefined;
    const met = new Promise<void>((resolve) => {
      bothHoldOne = resolve;
    });
    const crossing = (first: string, second: string) =>
      inTransaction<void>(pool, async (client) => {
        tries += 1;
        await count(client, first);
        arrived += 1;
        if (arrived === 2) bothHoldOne();
        await met;
        await count(client, second);
        return { keep: undefined };
      });
    await Promise.all([crossing('a', 'b'), crossing('b', 'a')]);
    expect(tries).toBe(3);
    expect(await counts()).toEqual([2, 2]);
  });

  it('that is dropped, or throws, leaves nothing and gives its connection back', async () => {
    const before = await counts();
    for (let n = 0; n < 10; n += 1) {
      const dropped = inTransaction<string>(pool, async (client) => {
        await count(client, 'a');
        return { drop: 'dropped' };
      });
      expect(await dropped).toBe('dropped');
      const broken = inTransaction<void>(pool, async (client) => {
        await count(client, 'a');
        throw new Error('decided badly');
      });
      await expect(broken).rejects.toThrow('decided badly');
    }
    expect(await counts()).toEqual(before);
  });

  it('whose connection is cut throws, and the next one works', async () => {
    const cut = inTransaction<void>(pool, async (client) => {
      await client.query('SELECT pg_terminate_backend(pg_backend_pid())');
      return { keep: undefined };
    });
    await expect(cut).rejects.toThrow();
    const next = inTransaction<number>(pool, async (client) => {
      const { rowCount } = await client.query('SELECT 1');
      return { keep: rowCount ?? 0 };
    });
    expect(await next).toBe(1);
  });
});
