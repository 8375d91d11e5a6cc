import { sqlOrLeft } from '../changes/to-sql.ts';
import { sqlType } from '../changes/type-ref.ts';
import { rewriteReason } from '../forecast/columns.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const defaultOnOldServer: Rule = {
  id: 'L19',
  tier: 'lock',
  title: 'Before PostgreSQL 11 any default rewrites the table',
  why: 'From 11 on a constant default is kept once, beside the table.',
  locks: 'AccessExclusive while the table and all its indexes are written anew.',
  versions: 'Only before PostgreSQL 11.',
  source: 'PostgreSQL manual, release notes of PostgreSQL 11',
  example: {
    serverVersion: 10,
    bad: 'ALTER TABLE orders ADD COLUMN open boolean DEFAULT true;',
    good: 'ALTER TABLE orders ADD COLUMN open boolean;',
  },
  cases: {
    flagged: [
      { serverVersion: 10, sql: 'ALTER TABLE orders ADD COLUMN a int NOT NULL DEFAULT 0' },
      { serverVersion: 9.6, sql: 'ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT now()' },
    ],
    safe: [
      { serverVersion: 11, sql: 'ALTER TABLE orders ADD COLUMN a int DEFAULT 0' },
      { serverVersion: 10, sql: 'ALTER TABLE orders ADD COLUMN a int DEFAULT NULL' },
      { serverVersion: 10, sql: 'ALTER TABLE orders ALTER COLUMN a SET DEFAULT 0' },
    ],
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'add-column' || rewriteReason(catalog, change.column) !== 'old-server-default') return [];
    const { table, column } = change;
    const target = `ALTER TABLE ${sqlName(table)}`;
    const message = `On this server the default of ${quoted(column.name)} rewrites ${label(scene, table)} while nobody can read or write it.`;
    const remedy = `${target} ADD COLUMN ${quoted(column.name)} ${sqlType(column.type)};\n${target} ALTER COLUMN ${quoted(column.name)} SET DEFAULT ${sqlOrLeft(column.default)};\n-- then fill the old rows in batches`;
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
