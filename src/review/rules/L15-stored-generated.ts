import { left } from '../changes/to-sql.ts';
import { sqlType } from '../changes/type-ref.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule, tableIn } from './rule.ts';

export const storedGenerated: Rule = {
  id: 'L15',
  tier: 'lock',
  title: 'A stored generated column rewrites the whole table',
  why: 'Its value is computed and written for each row under AccessExclusive. A VIRTUAL column (PostgreSQL 18) is not written.',
  locks: 'AccessExclusive while the table and all its indexes are written anew.',
  versions: 'VIRTUAL columns from PostgreSQL 18 on; SET EXPRESSION from 17 on.',
  source: 'PostgreSQL manual, Generated Columns; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN gross numeric GENERATED ALWAYS AS (net * 1.2) STORED;',
    good: 'ALTER TABLE orders ADD COLUMN gross numeric;',
  },
  cases: {
    flagged: [
      "ALTER TABLE orders ADD COLUMN v tsvector GENERATED ALWAYS AS (to_tsvector('english', note)) STORED",
      {
        schema: 'CREATE TABLE orders (n int, g int GENERATED ALWAYS AS (n + 1) STORED);',
        serverVersion: 17,
        sql: 'ALTER TABLE orders ALTER COLUMN g SET EXPRESSION AS (n * 2)',
      },
    ],
    safe: [
      { serverVersion: 18, sql: 'ALTER TABLE orders ADD COLUMN g int GENERATED ALWAYS AS (n * 2) VIRTUAL' },
      'CREATE TABLE a (n int, g int GENERATED ALWAYS AS (n + 1) STORED)',
      {
        schema: 'CREATE TABLE orders (n int, g int GENERATED ALWAYS AS (n + 1) STORED);',
        sql: 'ALTER TABLE orders ALTER COLUMN g DROP EXPRESSION',
      },
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    const stored = change.kind === 'add-column' && change.column.generated === 'stored';
    if (!stored && change.kind !== 'set-expression') return [];
    const { table } = change;
    const name = change.kind === 'add-column' ? change.column.name : change.column;
    const own = tableIn(scene, table)?.columns.find((one) => one.name === name);
    const type =
      change.kind === 'add-column' ? sqlType(change.column.type) : own === undefined ? left : sqlType(own.type);
    const fresh = change.kind === 'add-column' ? name : `${name}_new`;
    const message = `The generated column ${quoted(name)} rewrites ${label(scene, table)} while nobody can read or write it.`;
    const start = change.kind === 'add-column' ? '' : '-- a new column in its place\n';
    const remedy = `${start}ALTER TABLE ${sqlName(table)} ADD COLUMN ${quoted(fresh)} ${type};\n-- then a trigger that fills it on INSERT and UPDATE, and the old rows in batches`;
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
