import type { Column } from '../catalog/model.ts';
import { type Name, quoted, sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const jsonColumn: Rule = {
  id: 'B12',
  tier: 'compat',
  title: 'A json column has no equality',
  why: 'DISTINCT, UNION and GROUP BY over it fail; jsonb has all of them.',
  source: 'PostgreSQL manual, JSON Types; measured on PostgreSQL 15',
  example: { bad: 'ALTER TABLE orders ADD COLUMN data json;', good: 'ALTER TABLE orders ADD COLUMN data jsonb;' },
  cases: {
    flagged: [
      'CREATE TABLE a (x json NOT NULL)',
      'ALTER TABLE a ALTER COLUMN x TYPE json USING x::json',
      'ALTER TABLE a ADD COLUMN x json[]',
      'ALTER TABLE a ADD COLUMN x pg_catalog.json',
    ],
    safe: ['CREATE TABLE a (json jsonb)', 'ALTER TABLE a ADD COLUMN x shop.json'],
  },
  applies: (scene) =>
    jsonColumns(scene.change).map(({ table, column }) => ({
      severity: 'caution',
      message: `${quoted(column)} of ${label(scene, table)} is json: DISTINCT, UNION and GROUP BY over it fail.`,
      remedy: `ALTER TABLE ${sqlName(table)} ADD COLUMN ${quoted(column)} jsonb;`,
      relation: table,
      evenNew: true,
    })),
};

function jsonColumns(
  change: Parameters<Rule['applies']>[0]['change'],
): readonly { readonly table: Name; readonly column: string }[] {
  const named = (table: Name, columns: readonly Pick<Column, 'name' | 'type'>[]) =>
    columns
      .filter(({ type }) => type.name === 'json' && type.schema === null)
      .map(({ name }) => ({ table, column: name }));
  if (change.kind === 'create-table') return named(change.table, change.columns);
  if (change.kind === 'add-column') return named(change.table, [change.column]);
  return change.kind === 'alter-type' ? named(change.table, [{ name: change.column, type: change.type }]) : [];
}
