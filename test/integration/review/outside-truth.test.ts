import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogOf } from '../../../src/database/catalog.ts';
import type { Catalog } from '../../../src/review/catalog/model.ts';
import { atLeast, strongerLock } from '../../../src/review/order.ts';
import { loadParser, type Parser } from '../../../src/review/parse/parser.ts';
import { reviewPlan } from '../../../src/review/review.ts';
import type { LockMode } from '../../../src/review/types.ts';
import { freshDatabase } from '../../support/databases.ts';

const schema = `DROP SCHEMA public CASCADE; CREATE SCHEMA public;
CREATE TABLE orders (id int PRIMARY KEY, note text);
CREATE INDEX orders_note ON orders (note);
INSERT INTO orders SELECT i, i FROM generate_series(1, 50) i;
CREATE TABLE logs (id int PRIMARY KEY, note text) PARTITION BY LIST (id);
CREATE TABLE logs_0 PARTITION OF logs FOR VALUES IN (1, 2);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES IN (3, 4);
INSERT INTO logs SELECT i, i FROM generate_series(1, 4) i;`;
const tables = ['orders', 'logs', 'logs_0', 'logs_1'];
/** What somebody else holds meanwhile, so that the statement stops: at its first lock, or on the way at one of its waits. */
const heldModes = ['ACCESS SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'ACCESS EXCLUSIVE'];

let holder: pg.Client;
let worker: pg.Client;
let watcher: pg.Client;
let parser: Parser;
let catalog: Catalog;

beforeAll(async () => {
  const connectionString = await freshDatabase('outside');
  const opened = [0, 1, 2].map(() => new pg.Client({ connectionString }));
  await Promise.all(opened.map((client) => client.connect()));
  [holder = new pg.Client(), worker = new pg.Client(), watcher = new pg.Client()] = opened;
  await worker.query("SET statement_timeout = '20s'; SET client_min_messages = error");
  await holder.query('SET client_min_messages = error');
  await holder.query(schema);
  parser = await loadParser();
  const read = await catalogOf(parser, async (sql) => (await holder.query<Record<string, unknown>>(sql)).rows);
  if (read.kind === 'unusable') throw new Error(read.why);
  ({ catalog } = read);
});

afterAll(() => Promise.all([holder, worker, watcher].map((client) => client.end())));

type Locks = ReadonlyMap<string, LockMode>;

const look = `SELECT coalesce(c.relname, '') AS name, replace(l.mode, 'Lock', '') AS mode, l.granted FROM pg_locks l
  LEFT JOIN pg_class c ON c.oid = l.relation AND l.locktype = 'relation' AND c.relkind IN ('r', 'p') WHERE l.pid = $1`;

/** The strongest lock on each table that the statement holds or waits for where it stops; none where it does not stop. */
async function whereItStops(sql: string): Promise<Locks> {
  const { processID } = worker as pg.Client & { readonly processID: number };
  let over = false;
  const done = worker.query(sql).finally(() => {
    over = true;
  });
  done.catch(() => undefined);
  let seen: readonly { name: string; mode: LockMode; granted: boolean }[] = [];
  while (!over && !seen.some(({ granted }) => !granted)) seen = (await watcher.query(look, [processID])).rows;
  await holder.query('COMMIT');
  await done;
  return over && seen.every(({ granted }) => granted) ? new Map() : strongest(seen);
}

function strongest(some: readonly { readonly name: string; readonly mode: LockMode }[]): Locks {
  const locks = new Map<string, LockMode>();
  for (const { name, mode } of some) {
    const lock = strongerLock(locks.get(name) ?? null, mode);
    if (tables.includes(name) && lock !== null) locks.set(name, lock);
  }
  return locks;
}

/** Over all that somebody else may hold. */
async function truthOf(sql: string): Promise<Locks> {
  const seen: { name: string; mode: LockMode }[] = [];
  for (const table of tables) {
    for (const mode of heldModes) {
      await holder.query(schema);
      await holder.query(`BEGIN; LOCK TABLE ONLY ${table} IN ${mode} MODE`);
      for (const [name, lock] of await whereItStops(sql)) seen.push({ name, mode: lock });
    }
  }
  return strongest(seen);
}

function saidOf(sql: string) {
  const files = [{ path: 'a.sql', sql }];
  const { files: reviewed } = reviewPlan({ parser, files, catalog, serverVersion: 15, atomicity: null });
  const [statement] = reviewed[0]?.statements ?? [];
  return {
    transactional: statement?.transactional,
    locks: new Map((statement?.relations ?? []).map(({ name, lock }) => [name, lock])),
  };
}

describe('the forecast for what cannot run in a transaction', () => {
  test.each([
    'CREATE INDEX CONCURRENTLY made ON orders (note)',
    'CREATE UNIQUE INDEX CONCURRENTLY made ON orders (id, note)',
    'CREATE INDEX CONCURRENTLY made ON logs_0 (note)',
    'DROP INDEX CONCURRENTLY orders_note',
    'REINDEX INDEX CONCURRENTLY orders_note',
    'REINDEX TABLE CONCURRENTLY orders',
    'REINDEX TABLE CONCURRENTLY logs',
    'REINDEX TABLE logs',
    'REINDEX INDEX CONCURRENTLY logs_pkey',
    'REINDEX INDEX logs_pkey',
    'VACUUM orders',
    'VACUUM (FULL) orders',
    'VACUUM (ANALYZE) orders',
    'VACUUM logs',
    'ALTER TABLE logs DETACH PARTITION logs_0 CONCURRENTLY',
  ])(
    'is what PostgreSQL locks: %s',
    async (sql) => {
      const said = saidOf(sql);
      const truth = await truthOf(sql);
      expect(said.transactional).toBe(false);
      expect(truth.size).toBeGreaterThan(0);
      const shown = (locks: ReadonlyMap<string, LockMode | null>) =>
        tables.flatMap((table) => (locks.get(table) ? [`${table} ${locks.get(table)}`] : []));
      for (const [table, lock] of truth)
        expect(atLeast(said.locks.get(table) ?? null, lock), `${table} ${lock}`).toBe(true);
      expect(shown(said.locks)).toEqual(shown(truth));
    },
    60_000,
  );
});
