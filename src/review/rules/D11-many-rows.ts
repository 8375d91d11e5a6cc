import type { Table } from '../catalog/model.ts';
import { label, type Rule, tableIn } from './rule.ts';

/** Rows that one statement of a migration may change without a word. */
const limit = 10_000;

export const manyRows: Rule = {
  id: 'D11',
  tier: 'data',
  title: 'Many rows are changed in one statement',
  why: 'All of them stay locked until the end, and the old versions bloat the table. Batches outside the migration do not.',
  locks: 'RowExclusive; each row stays locked until COMMIT.',
  source: "the planner's estimate of the table's rows",
  example: {
    schema: 'CREATE TABLE orders (id int);',
    rows: 50_000,
    bad: 'DELETE FROM orders WHERE id > 0;',
    good: 'SELECT 1;',
  },
  cases: {
    schema: 'CREATE TABLE a (id int);',
    flagged: [{ rows: 50000, sql: 'UPDATE a SET id = 1 WHERE id > 5' }],
    safe: [
      { rows: 500, sql: 'UPDATE a SET id = 1 WHERE id > 5' },
      { schema: 'CREATE TABLE a (id int PRIMARY KEY);', rows: 50000, sql: 'UPDATE a SET id = 1 WHERE id = 5' },
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (
      (change.kind !== 'update' && change.kind !== 'delete' && change.kind !== 'merge') ||
      ('where' in change && change.where !== 'some')
    )
      return [];
    const table = tableIn(scene, change.table);
    const rows = table?.rows ?? null;
    if ('pinned' in change && picksOne(table, change.pinned)) return [];
    if (rows === null || rows < limit) return [];
    const message = `${label(scene, change.table)} has about ${rows.toLocaleString('en')} rows: this may change many of them at once.`;
    return [
      {
        severity: 'caution',
        message,
        remedy: '-- EXPLAIN says how many; in batches, outside the migration',
        relation: change.table,
      },
    ];
  },
};

/** A key that is given in full leads to one row, or to the few that are listed. */
function picksOne(table: Table | undefined, pinned: readonly string[]): boolean {
  return (table?.indexes ?? []).some(
    ({ unique, columns, expressionColumns }) =>
      unique &&
      columns.length > 0 &&
      expressionColumns.length === 0 &&
      columns.every((column) => pinned.includes(column)),
  );
}
