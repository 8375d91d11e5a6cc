import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesBeside, ownCases, readCases } from '../../../scripts/accuracy/cases.ts';
import { catalogFromDdl } from '../../../src/review/catalog/from-ddl.ts';
import type { Catalog } from '../../../src/review/catalog/model.ts';
import { parseFile } from '../../../src/review/parse/parse-file.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';
import { reviewPlan } from '../../../src/review/review.ts';
import { type Dice, dice } from '../../support/truth/dice.ts';
import { qualified } from '../../support/truth/qualified.ts';
import { rewritten } from '../../support/truth/rewrites.ts';
import { makeSchema } from '../../support/truth/schema.ts';
import { makeStatement } from '../../support/truth/statements.ts';
import type { World } from '../../support/truth/world.ts';

const parser = await loadParser();
const beside = casesBeside(path.resolve(import.meta.dirname, '../../..'));
const cases = [...ownCases(), ...(beside === null ? [] : readCases(beside))];

function catalogOf(schema: string): Catalog | null {
  const made = catalogFromDdl(parser, schema, { serverVersion: 15 });
  return made.kind === 'catalog' ? made.catalog : null;
}

function review(sql: string, catalog: Catalog | null) {
  const files = [{ path: 'a.sql', sql }];
  return reviewPlan({ parser, files, catalog, serverVersion: 15, atomicity: null, style: true });
}

/** What must not change with the letters: relations, and each finding's rule and severity. */
function meaning(sql: string, catalog: Catalog | null) {
  const { verdict, files } = review(sql, catalog);
  const statements = files.flatMap((file) =>
    file.statements.map(({ relations, findings, transactional }) => ({
      relations,
      transactional,
      findings: findings.map(({ rule, severity, relation }) => [rule, severity, relation]),
    })),
  );
  return { verdict, statements };
}

/** Allowances stand in comments, which are rewritten. */
function isRead(sql: string): boolean {
  if (sql.trim() === '' || /godwit:/.test(sql)) return false;
  const parts = [...parseFile(parser, sql)];
  return parts.length > 0 && parts.every(({ kind }) => kind === 'statement');
}

/** What can be spoken of without a server. */
const world: World = {
  tables: ['users', 'orders', 'app.users'].map((name) => ({
    name,
    kind: 'r',
    strategy: null,
    partition: false,
    parent: null,
    columns: ['id', 'a', 'b', 'note'].map((column) => ({ name: column, type: 'int', nullable: true, plain: true })),
    constraints: [{ name: 'users_pkey', type: 'p' }],
  })),
  indexes: [{ name: 'users_pkey', table: 'users' }],
  views: [{ name: 'seen', materialized: false }],
  triggers: [{ name: 'keep', table: 'users' }],
  policies: [{ name: 'seen', table: 'users' }],
  enums: [{ name: 'mood', label: 'sad' }],
  domains: [{ name: 'positive', constraint: 'positive_check' }],
  sequences: ['app.numbers'],
  functions: ['fixed()'],
};

function sampleOf(chance: Dice): { readonly schema: string; readonly sql: string } {
  const schema = makeSchema(chance).filter(isRead).join(';\n');
  const tries = Array.from({ length: 20 }, () => makeStatement(chance, world));
  return { schema, sql: tries.find(isRead) ?? 'SELECT 1' };
}

/** The cases that the grammar reads, each with its catalog and what it means as it stands. */
const asWritten = cases
  .filter(({ sql }) => isRead(sql))
  .map(({ assumptions: { setup }, sql }) => {
    const catalog = setup === undefined ? null : catalogOf(setup);
    return { sql, catalog, meant: meaning(sql, catalog) };
  });

describe('a review does not change with how SQL is written', () => {
  it('in the cases', () => {
    const chance = dice(1);
    let compared = 0;
    for (const { sql, catalog, meant } of asWritten) {
      const other = rewritten(sql, chance);
      if (!isRead(other)) continue;
      compared += 1;
      expect(meaning(other, catalog), other).toEqual(meant);
    }
    expect(compared).toBeGreaterThan(cases.length * 0.8);
  }, 60_000);

  it('in random statements, with and without a catalog', () => {
    const chance = dice(2);
    for (let count = 0; count < 150; count += 1) {
      const { schema, sql } = sampleOf(chance);
      const other = rewritten(sql, chance);
      if (!isRead(other)) continue;
      for (const catalog of [null, catalogOf(schema)])
        expect(meaning(other, catalog), other).toEqual(meaning(sql, catalog));
    }
  }, 60_000);

  it('with the schema that names are looked for in, in every case', () => {
    // S09 is what speaks of a name without its schema.
    const others = ({ statements }: ReturnType<typeof meaning>) =>
      statements.map((one) => ({
        ...one,
        findings: one.findings.filter(([rule]) => rule !== 'S09'),
      }));
    let compared = 0;
    for (const { sql, catalog, meant } of asWritten) {
      const long = qualified(sql);
      if (long === sql || !isRead(long)) continue;
      compared += 1;
      expect(others(meaning(long, catalog)), long).toEqual(others(meant));
    }
    expect(compared).toBeGreaterThan(cases.length * 0.5);
  }, 60_000);
});

const losing = [
  (t: string) => `DROP TABLE ${t}`,
  (t: string) => `DROP TABLE IF EXISTS ${t} CASCADE`,
  (t: string) => `TRUNCATE ${t}`,
  (t: string) => `DELETE FROM ${t}`,
  (t: string) => `DELETE FROM ${t} WHERE 1 = 1`,
  (t: string) => `UPDATE ${t} SET a = NULL`,
  (t: string, c: string) => `ALTER TABLE ${t} DROP COLUMN ${c}`,
  (t: string, c: string) => `ALTER TABLE ${t} DROP COLUMN IF EXISTS ${c} CASCADE`,
  (t: string, c: string) => `ALTER TABLE ${t} RENAME COLUMN ${c} TO other`,
  (t: string) => `ALTER TABLE ${t} RENAME TO other`,
  (t: string) => `ALTER TABLE ${t} SET SCHEMA archive`,
  (t: string, c: string) => `ALTER TABLE ${t} ALTER COLUMN ${c} TYPE varchar(1)`,
  (t: string, c: string) => `ALTER TABLE ${t} ALTER COLUMN ${c} TYPE int USING NULL`,
  (t: string) => `ALTER TABLE ${t} ADD COLUMN required int NOT NULL`,
  (t: string) => `ALTER TABLE ${t} DISABLE ROW LEVEL SECURITY`,
  (t: string) => `WITH gone AS (DELETE FROM ${t} RETURNING *) SELECT count(*) FROM gone`,
  () => 'DROP SCHEMA public CASCADE',
  () => 'DROP SCHEMA app',
  () => 'DROP DATABASE shop',
  () => 'DROP VIEW seen',
  () => 'DROP TYPE mood CASCADE',
  () => "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'",
  () => 'ALTER SCHEMA app RENAME TO other',
  () => 'DROP EXTENSION hstore CASCADE',
  () => 'DO $$ BEGIN DELETE FROM users; END $$',
  () => 'DROP MATERIALIZED VIEW seen',
  () => 'DROP OWNED BY ana',
];

describe('what loses data or breaks running code is never called safe', () => {
  const schema = `CREATE SCHEMA app; CREATE TABLE users (id int PRIMARY KEY, a int NOT NULL, b text, note text); CREATE TABLE orders (id int, a text, b text, note text);
    CREATE TABLE app.users (id int, a int, b int, note varchar(9)); CREATE VIEW seen AS SELECT id FROM users; CREATE TYPE mood AS ENUM ('sad');`;
  const made = losing.flatMap((make) =>
    ['users', 'orders', 'app.users'].flatMap((t) => ['a', 'b', 'note'].map((c) => make(t, c))),
  );
  const all = [...new Set(made)];

  it.each([
    ['without a catalog', null],
    ['with one', catalogOf(schema)],
    ['where nothing of it is there', catalogOf('')],
  ] as const)('%s, however it is written', (_, catalog) => {
    const chance = dice(3);
    const safe = all
      .flatMap((sql) => [sql, rewritten(sql, chance)])
      .filter((sql) => review(sql, catalog).verdict === 'safe');
    expect(safe).toEqual([]);
  });
});
