import type { Table } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { label, type Raised, type Rule, type Scene, tableIn } from './rule.ts';
import { sparesNone } from './spared.ts';

/** Rows that one statement of a migration may change or lock without a word. */
const limit = 10_000;

export const manyRows: Rule = {
  id: 'D11',
  tier: 'data',
  title: 'Many rows are changed or locked in one statement',
  why: 'All of them stay locked until the end, and the old versions bloat the table. Batches outside the migration do not.',
  locks: 'RowExclusive, or RowShare where rows are only locked; each row stays locked until COMMIT.',
  source: "the planner's estimate of the table's rows",
  example: {
    schema: 'CREATE TABLE orders (id int);',
    rows: 50_000,
    bad: 'DELETE FROM orders WHERE id > 0;',
    good: 'SELECT 1;',
  },
  cases: {
    schema: 'CREATE TABLE a (id int);',
    flagged: [
      { rows: 50000, sql: 'UPDATE a SET id = 1 WHERE id > 5' },
      { rows: 50000, sql: 'INSERT INTO b SELECT id FROM a' },
      'UPDATE b SET c = 1 WHERE c > 5',
      'DELETE FROM b USING d WHERE d.id = b.id',
      { rows: 50000, sql: 'SELECT * FROM a FOR UPDATE' },
      { rows: 50000, sql: 'SELECT id FROM (SELECT * FROM a) t FOR SHARE SKIP LOCKED' },
      'WITH t AS (SELECT 1) SELECT * FROM b CROSS JOIN t WHERE true FOR NO KEY UPDATE OF b',
      'DO $$ BEGIN PERFORM 1 FROM b FOR UPDATE; END $$',
    ],
    safe: [
      { rows: 500, sql: 'UPDATE a SET id = 1 WHERE id > 5' },
      { rows: 500, sql: 'INSERT INTO a SELECT id FROM a' },
      "UPDATE b SET c = 1 WHERE c = 'x'",
      'CREATE TABLE b (c int); UPDATE b SET c = 1 WHERE c > 5;',
      'INSERT INTO b VALUES (1)',
      { rows: 500, sql: 'SELECT * FROM a FOR UPDATE' },
      { rows: 50000, sql: 'SELECT * FROM a' },
      'SELECT * FROM b WHERE c > 5 FOR UPDATE',
      'SELECT * FROM b LIMIT 10 FOR UPDATE',
      'SELECT * FROM (SELECT * FROM b LIMIT 10) t FOR UPDATE',
      'WITH t AS (SELECT 1) SELECT * FROM t FOR UPDATE',
      'CREATE TABLE b (c int); SELECT * FROM b FOR UPDATE;',
      { schema: 'CREATE TABLE a (id int PRIMARY KEY);', rows: 50000, sql: 'UPDATE a SET id = 1 WHERE id = 5' },
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'insert') return copied(scene, change);
    if (change.kind === 'select') return change.locked.flatMap((table) => lockedIn(scene, table));
    if ((change.kind !== 'update' && change.kind !== 'delete' && change.kind !== 'merge') || sparesNone(scene))
      return [];
    const table = tableIn(scene, change.table);
    const rows = table?.rows ?? null;
    if ('pinned' in change && picksOne(table, change.pinned)) return [];
    const own = label(scene, change.table);
    if (rows === null) {
      const isChosen = 'pinned' in change && change.pinned.length > 0;
      return isChosen ? [] : [many(`How many rows of ${own} this changes is not known.`, change.table)];
    }
    if (rows < limit) return [];
    return [
      many(`${own} has about ${rows.toLocaleString('en')} rows: this may change many of them at once.`, change.table),
    ];
  },
};

const many = (message: string, relation: Name): Raised => ({
  severity: 'caution',
  message,
  remedy: '-- EXPLAIN says how many; in batches, outside the migration',
  relation,
});

/** SELECT … FOR UPDATE, and its kin, of a whole table. */
function lockedIn(scene: Scene, table: Name): readonly Raised[] {
  const rows = tableIn(scene, table)?.rows ?? null;
  if (rows !== null && rows < limit) return [];
  const own = label(scene, table);
  const counted = rows === null ? `every row of ${own}` : `all of about ${rows.toLocaleString('en')} rows of ${own}`;
  return [many(`This locks ${counted}: whoever changes one waits until the transaction ends.`, table)];
}

/** INSERT … SELECT from what is known to be long. */
function copied(scene: Scene, { table, reads }: ChangeOf<'insert'>): readonly Raised[] {
  const long = reads.filter((one) => (tableIn(scene, one)?.rows ?? 0) >= limit);
  const names = long.map((one) => label(scene, one)).join(' and ');
  return long.length === 0 ? [] : [many(`This may copy every row of ${names} in one statement.`, table)];
}

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
