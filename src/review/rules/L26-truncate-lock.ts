import { cascaded } from '../forecast/tables.ts';
import { type Name, quoted, sqlName } from '../names.ts';
import { label, type Rule, type Scene, tableIn } from './rule.ts';

export const truncateLock: Rule = {
  id: 'L26',
  tier: 'lock',
  title: 'TRUNCATE locks every table that it empties',
  why: 'AccessExclusive on each table, with CASCADE on every table that refers to one of them.',
  locks: 'AccessExclusive on each table that is emptied.',
  source: 'PostgreSQL manual, TRUNCATE; measured on PostgreSQL 15',
  example: { bad: 'TRUNCATE orders;', good: "DELETE FROM orders WHERE made < '2020-01-01';" },
  cases: {
    flagged: ['TRUNCATE ONLY orders RESTART IDENTITY', 'truncate table "A", b cascade'],
    safe: ['CREATE TABLE a (id int); TRUNCATE a;'],
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'truncate') return [];
    const reached = change.cascade ? cascaded(catalog, change.tables) : change.tables;
    const message = `TRUNCATE locks ${reached.map((table) => label(scene, table)).join(', ')} against reads and writes.`;
    const remedy = ['-- in batches', ...change.tables.map((table) => someRows(scene, table))].join('\n');
    return [{ severity: 'risky', message, remedy, relation: change.tables[0] ?? null }];
  },
};

/** By the primary key, where it is one column that is known. */
function someRows(scene: Scene, table: Name): string {
  const key = tableIn(scene, table)?.constraints.find(({ kind }) => kind === 'primary')?.columns ?? [];
  const [column, ...more] = key;
  const where = column === undefined || more.length > 0 ? '…' : `${quoted(column)} BETWEEN 1 AND 10000`;
  return `DELETE FROM ${sqlName(table)} WHERE ${where};`;
}
