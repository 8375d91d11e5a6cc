import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { nextTransaction, writtenSince } from '../../../src/database/written-since.ts';
import type { TargetSql } from '../../../src/ports/target.ts';
import { freshDatabase } from '../../support/databases.ts';

/** A fresh database with one table, and what was written there since. */
async function opened() {
  const client = new pg.Client({ connectionString: await freshDatabase('written') });
  await client.connect();
  onTestFinished(() => client.end());
  const run = (text: string) => client.query(text);
  await run('CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX i ON t (a)');
  const sql: TargetSql = {
    query: async (text, values) => (await client.query(text, values === undefined ? [] : [...values])).rows,
    [Symbol.asyncDispose]: async () => undefined,
  };
  const before = await nextTransaction(sql);
  const written = (finished: readonly string[] = []) => writtenSince(sql, { before, schema: 'public', finished });
  return { run, written };
}

test.each([
  ['nothing', 'SELECT 1', []],
  ['a table', 'CREATE TABLE u (id int)', ['public.u']],
  ['a column', 'ALTER TABLE t ADD b int', ['public.t']],
  ['NOT NULL', 'ALTER TABLE t ALTER a SET NOT NULL', ['public.t']],
  ['a default', 'ALTER TABLE t ALTER a SET DEFAULT 1', ['public.t']],
  ['a constraint', 'ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID', ['public.c', 'public.t']],
  ['a type', "CREATE TYPE mood AS ENUM ('ok')", ['public.mood']],
  ['a function', "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", ['public.f']],
  ['a schema', 'CREATE SCHEMA "Own"', ['"Own"']],
  ['what was undone', 'BEGIN; CREATE TABLE u (id int); ROLLBACK', []],
  ['rows', 'INSERT INTO t SELECT generate_series(1, 99); UPDATE t SET a = 1', []],
  ['upkeep', 'ANALYZE t', []],
  ['a temporary table', 'CREATE TEMP TABLE u (id serial PRIMARY KEY, x text)', []],
  ["Prisma's own table", 'CREATE TABLE _prisma_migrations (id text PRIMARY KEY)', []],
])('%s', async (_, statement, expected) => {
  const { run, written } = await opened();
  await run(statement);
  expect(await written()).toEqual(expected);
});

test('an index of an interrupted concurrent build', async () => {
  const { run, written } = await opened();
  await run('INSERT INTO t VALUES (1, 1), (2, 1)');
  await expect(run('CREATE UNIQUE INDEX CONCURRENTLY u ON t (a)')).rejects.toThrow('could not create');
  expect(await written()).toEqual(expect.arrayContaining(['public.u']));
});

test('only what came after the last finished migration counts', async () => {
  const { run, written } = await opened();
  await run(
    `CREATE TABLE _prisma_migrations (migration_name text, finished_at timestamptz, rolled_back_at timestamptz)`,
  );
  await run('CREATE TABLE meant (id int)');
  await run(`INSERT INTO _prisma_migrations VALUES ('1_a', now(), NULL), ('2_b', NULL, NULL)`);
  expect(await written(['1_a'])).toEqual([]);
  expect(await written(['2_b'])).toEqual(['public.meant']);
  await run('CREATE TABLE stayed (id int)');
  expect(await written(['1_a'])).toEqual(['public.stayed']);
});
