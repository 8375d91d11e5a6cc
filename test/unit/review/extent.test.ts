import { beforeAll, describe, expect, it } from 'vitest';
import { putTable, tableOf } from '../../../src/review/catalog/catalog.ts';
import { catalogFromDdl } from '../../../src/review/catalog/from-ddl.ts';
import type { Catalog } from '../../../src/review/catalog/model.ts';
import { followFiles } from '../../../src/review/drift/promised.ts';
import { lookForFile } from '../../../src/review/extent/extent.ts';
import { completionOf, undoingOf } from '../../../src/review/extent/undo.ts';
import { loadParser, type Parser } from '../../../src/review/parse/parser.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

const orders = 'CREATE TABLE "Order" (id int PRIMARY KEY, note text, total int);';

function catalog(ddl: string): Catalog {
  const made = catalogFromDdl(parser, ddl, { serverVersion: 15, defaultSchema: 'public' });
  if (made.kind !== 'catalog') throw new Error(made.why);
  return made.catalog;
}

interface Look {
  readonly beside?: readonly string[];
  readonly before?: string | null;
  readonly atomic?: boolean;
  readonly change?: (live: Catalog) => Catalog;
}

/** What is found of the file in a database with these tables, before which were those of `before`. */
function look(
  sql: string,
  ddl: string,
  { beside = [], before = orders, atomic = false, change = (one) => one }: Look = {},
) {
  const live = change(catalog(ddl));
  const promised = before === null ? null : followFiles(parser, [{ name: 'init', sql: before }], live);
  const looked = lookForFile({
    parser,
    sql,
    live: { catalog: live, beside: new Set(beside) },
    before: promised,
    atomic,
  });
  if (looked.kind !== 'looked') throw new Error(looked.why);
  return { ...looked, presences: looked.statements.map(({ presence }) => presence) };
}

const three = `CREATE TABLE "Parcel" (id int PRIMARY KEY);
ALTER TABLE "Order" ADD COLUMN weight int;
CREATE INDEX "Order_weight_idx" ON "Order" (weight);`;

describe('what of a file is in the database', () => {
  it.each([
    ['none', orders, ['absent', 'absent', 'absent']],
    ['some', `${orders} CREATE TABLE "Parcel" (id int PRIMARY KEY);`, ['present', 'absent', 'absent']],
    ['all', `${orders} ${three}`, ['present', 'present', 'present']],
  ] as const)('is %s', (extent, ddl, presences) => {
    const found = look(three, ddl);
    expect(found.presences).toEqual(presences);
    expect(found.found.extent).toBe(extent);
  });

  it.each([
    ['DROP TABLE "Order"', '', orders],
    ['ALTER TABLE "Order" RENAME TO "Purchase"', 'CREATE TABLE "Purchase" (id int PRIMARY KEY);', orders],
    ['ALTER TABLE "Order" DROP COLUMN note', 'CREATE TABLE "Order" (id int PRIMARY KEY, total int);', orders],
    ['ALTER TABLE "Order" RENAME note TO remark', 'CREATE TABLE "Order" (id int, remark text);', orders],
    ['ALTER TABLE "Order" ALTER total TYPE bigint', 'CREATE TABLE "Order" (total bigint);', orders],
    ['ALTER TABLE "Order" ALTER total SET NOT NULL', 'CREATE TABLE "Order" (total int NOT NULL);', orders],
    ['ALTER TABLE "Order" ALTER total SET DEFAULT 0', 'CREATE TABLE "Order" (total int DEFAULT 0);', orders],
    [
      'ALTER TABLE "Order" ALTER note SET DEFAULT \'x\'',
      'CREATE TABLE "Order" (note text DEFAULT \'x\'::text);',
      orders,
    ],
    [
      'ALTER TABLE "Order" ADD CONSTRAINT c CHECK (total > 0)',
      `${orders} ALTER TABLE "Order" ADD CONSTRAINT c CHECK (total > 0);`,
      orders,
    ],
    [
      'ALTER TABLE "Order" ADD UNIQUE (note)',
      `${orders} ALTER TABLE "Order" ADD CONSTRAINT "Order_note_key" UNIQUE (note);`,
      orders,
    ],
    ['CREATE UNIQUE INDEX i ON "Order" (note)', `${orders} CREATE UNIQUE INDEX i ON "Order" (note);`, orders],
    ["CREATE TYPE mood AS ENUM ('a')", `${orders} CREATE TYPE mood AS ENUM ('a');`, orders],
    ["ALTER TYPE mood ADD VALUE 'b'", "CREATE TYPE mood AS ENUM ('a', 'b');", "CREATE TYPE mood AS ENUM ('a');"],
    ["ALTER TYPE mood RENAME VALUE 'a' TO 'b'", "CREATE TYPE mood AS ENUM ('b');", "CREATE TYPE mood AS ENUM ('a');"],
    ['CREATE VIEW v AS SELECT id FROM "Order"', `${orders} CREATE VIEW v AS SELECT id FROM "Order";`, orders],
  ])('tells after and before of %s', (sql, after, before) => {
    expect(look(sql, after, { before }).found.extent).toBe('all');
    expect(look(sql, before, { before }).found.extent).toBe('none');
  });

  it('tells what stands beside the tables by its name', () => {
    const sql = 'CREATE TRIGGER touched AFTER UPDATE ON "Order" EXECUTE FUNCTION touch()';
    expect(look(sql, orders, { beside: ['trigger touched on Order'] }).found.extent).toBe('all');
    expect(look(sql, orders).found.extent).toBe('none');
    expect(look('CREATE EXTENSION citext', orders, { beside: ['extension citext'] }).found.extent).toBe('all');
    expect(look('DROP TRIGGER touched ON "Order"', orders).found.extent).toBe('all');
  });

  it('does not pretend to see rows, rights or code', () => {
    for (const sql of ['UPDATE "Order" SET total = 1', 'GRANT SELECT ON "Order" TO app', 'DO $$ BEGIN END $$']) {
      expect(look(sql, orders).found).toMatchObject({ extent: 'unknown', unknown: 1 });
      expect(look(`${three} ${sql};`, `${orders} ${three}`).found.extent).toBe('unknown');
    }
  });

  const withRows = `ALTER TABLE "Order" ADD COLUMN weight int; UPDATE "Order" SET weight = 1; ALTER TABLE "Order" ALTER weight SET NOT NULL;`;

  it('takes rows for unwritten where a statement before them did not run', () => {
    expect(look(withRows, orders).presences).toEqual(['absent', 'absent', 'absent']);
    const half = 'CREATE TABLE "Order" (id int PRIMARY KEY, note text, total int, weight int);';
    expect(look(withRows, half).presences).toEqual(['present', 'unknown', 'absent']);
  });

  it('does not trust the order where somebody else was at work', () => {
    const sql = `CREATE TABLE a (id int); UPDATE "Order" SET total = 1; CREATE TABLE b (id int);`;
    expect(look(sql, `${orders} CREATE TABLE b (id int);`).presences).toEqual(['absent', 'unknown', 'present']);
  });

  it('takes rows before the first statement for unwritten only where the file is one transaction', () => {
    const sql = 'UPDATE "Order" SET total = 1; CREATE TABLE a (id int);';
    expect(look(sql, orders).found.extent).toBe('unknown');
    expect(look(sql, orders, { atomic: true }).found.extent).toBe('none');
  });

  it('counts nothing that was so before, or that does nothing the second time', () => {
    expect(look(`DROP TABLE nothing; ${three}`, orders).presences).toEqual([
      'without-trace',
      'absent',
      'absent',
      'absent',
    ]);
    const sql = `CREATE TABLE IF NOT EXISTS "Order" (id int); SET lock_timeout = '2s'; ${three}`;
    expect(look(sql, orders).found.extent).toBe('none');
    expect(look('SELECT 1', orders).found.extent).toBe('unknown');
  });

  it('follows a file that goes on with what it made', () => {
    const sql = `CREATE TABLE a (x int); ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME x TO y; ALTER TABLE b ALTER y SET NOT NULL; CREATE TABLE gone (id int); DROP TABLE gone;`;
    const found = look(sql, `${orders} CREATE TABLE b (y int NOT NULL);`);
    expect(found.found).toMatchObject({ extent: 'all', absent: 0, unknown: 0 });
    expect(look(sql, orders).found.extent).toBe('none');
  });

  it('names an index that was never finished', () => {
    const sql = 'CREATE INDEX CONCURRENTLY i ON "Order" (note);';
    const invalid = (live: Catalog): Catalog => {
      const table = tableOf(live, { schema: 'public', name: 'Order' });
      if (table === undefined) throw new Error('no table');
      return putTable(live, { ...table, indexes: table.indexes.map((one) => ({ ...one, valid: false })) });
    };
    const found = look(sql, `${orders} ${sql}`, { change: invalid });
    expect(found).toMatchObject({ presences: ['partly'], found: { extent: 'some' } });
    expect(undoingOf(found.statements)).toContain('DROP INDEX CONCURRENTLY i;');
    expect(completionOf(found.statements)).toContain('DROP INDEX CONCURRENTLY i;\nCREATE INDEX CONCURRENTLY i');
  });

  it('says where a file cannot be read', () => {
    const live = catalog(orders);
    const at = { parser, live: { catalog: live, beside: new Set<string>() }, before: null, atomic: false };
    expect(lookForFile({ ...at, sql: 'CREATE TABEL x' })).toMatchObject({ kind: 'not-parsed' });
  });
});

describe('what is offered where only some is there', () => {
  it('is the rest of the file, and its undoing, the last statement first', () => {
    const half = `${orders} CREATE TABLE "Parcel" (id int PRIMARY KEY); ALTER TABLE "Order" ADD COLUMN weight int;`;
    const { statements } = look(three, half);
    expect(completionOf(statements)).toBe('CREATE INDEX "Order_weight_idx" ON "Order" (weight);');
    expect(
      undoingOf(statements)
        .split('\n')
        .filter((line) => !line.startsWith('--') && line !== ''),
    ).toEqual(['ALTER TABLE "Order" DROP COLUMN weight;', 'DROP TABLE "Parcel";']);
  });

  it('never undoes what may have been there before, and says what no statement takes back', () => {
    const sql = `CREATE TABLE IF NOT EXISTS "Order" (id int); ALTER TABLE "Order" DROP COLUMN note; CREATE TABLE "Parcel" (id int);`;
    const { statements, presences } = look(sql, 'CREATE TABLE "Order" (id int PRIMARY KEY, total int);');
    expect(presences).toEqual(['without-trace', 'present', 'absent']);
    const undoing = undoingOf(statements);
    expect(undoing).not.toContain('DROP TABLE "Order"');
    expect(undoing).toContain('a backup from before it does');
  });

  it('undoes to what was there before', () => {
    const sql = `ALTER TABLE "Order" RENAME TO "Purchase"; ALTER TABLE "Purchase" ALTER total SET NOT NULL; CREATE TABLE z (id int);`;
    const half = 'CREATE TABLE "Purchase" (id int PRIMARY KEY, note text, total int NOT NULL);';
    const { statements, presences } = look(sql, half);
    expect(presences).toEqual(['present', 'present', 'absent']);
    const back = undoingOf(statements);
    expect(catalogFromDdl(parser, `${half}\n${back}`, { serverVersion: 15 })).toMatchObject({ kind: 'catalog' });
    const undone = catalog(`${half}\n${back}`);
    expect(look(sql, orders, { change: () => undone }).found.extent).toBe('none');
  });
});
