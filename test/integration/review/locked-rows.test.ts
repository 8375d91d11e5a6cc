import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogOf } from '../../../src/database/catalog.ts';
import type { Catalog } from '../../../src/review/catalog/model.ts';
import { loadParser, type Parser } from '../../../src/review/parse/parser.ts';
import { reviewPlan } from '../../../src/review/review.ts';
import { freshDatabase } from '../../support/databases.ts';

const schema = `
CREATE TABLE orders (id int PRIMARY KEY, note text);
INSERT INTO orders SELECT i, i FROM generate_series(1, 20000) i;
CREATE TABLE notes (id int PRIMARY KEY);
INSERT INTO notes VALUES (1);
ANALYZE;`;

let migration: pg.Client;
let app: pg.Client;
let parser: Parser;
let catalog: Catalog;

beforeAll(async () => {
  const connectionString = await freshDatabase('locked_rows');
  migration = new pg.Client({ connectionString });
  app = new pg.Client({ connectionString });
  await Promise.all([migration.connect(), app.connect()]);
  await migration.query(schema);
  parser = await loadParser();
  const read = await catalogOf(parser, async (sql) => (await migration.query<Record<string, unknown>>(sql)).rows);
  if (read.kind === 'unusable') throw new Error(read.why);
  ({ catalog } = read);
});

afterAll(() => Promise.all([migration.end(), app.end()]));

/** Rows of orders that the app could still change while the migration's transaction is open. */
async function freeDuring(sql: string): Promise<number> {
  await migration.query('BEGIN');
  try {
    await migration.query(sql);
    return (await app.query('SELECT 1 FROM orders FOR UPDATE SKIP LOCKED')).rowCount ?? 0;
  } finally {
    await migration.query('ROLLBACK');
  }
}

function isFound(sql: string): boolean {
  const files = [{ path: 'a.sql', sql }];
  const { files: reviewed } = reviewPlan({ parser, files, catalog, serverVersion: 15, atomicity: 'file' });
  const statements = reviewed.flatMap((one) => one.statements);
  return statements.some(({ findings }) => findings.some(({ rule }) => rule === 'D11'));
}

describe('a SELECT that locks rows', () => {
  test.each([
    'SELECT * FROM orders FOR UPDATE',
    'SELECT id FROM orders WHERE true FOR NO KEY UPDATE',
    'SELECT id FROM orders FOR SHARE',
    'SELECT id FROM (SELECT * FROM orders) t FOR KEY SHARE',
    'SELECT * FROM orders o CROSS JOIN notes n FOR UPDATE OF o',
    'DO $$ BEGIN PERFORM 1 FROM orders FOR UPDATE; END $$',
  ])('is found where PostgreSQL leaves the app no row: %s', async (sql) => {
    expect(await freeDuring(sql)).toBe(0);
    expect(isFound(sql)).toBe(true);
  });

  test.each([
    'SELECT * FROM orders WHERE id < 10 FOR UPDATE',
    'SELECT * FROM orders LIMIT 10 FOR UPDATE',
    'SELECT * FROM orders o CROSS JOIN notes n FOR UPDATE OF n',
    'WITH orders AS (SELECT 1 AS id) SELECT * FROM orders FOR UPDATE',
    'SELECT * FROM orders',
  ])('passes where it leaves some: %s', async (sql) => {
    expect(await freeDuring(sql)).toBeGreaterThan(10_000);
    expect(isFound(sql)).toBe(false);
  });
});
