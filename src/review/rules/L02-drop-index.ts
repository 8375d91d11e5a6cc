import { tableOfIndex } from '../catalog/apply-creation.ts';
import { sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const dropIndexNotConcurrent: Rule = {
  id: 'L02',
  tier: 'lock',
  title: 'An index is dropped under the strongest lock',
  why: 'DROP INDEX takes AccessExclusive on the table: short, but it waits behind every long read and all traffic queues behind it.',
  locks: 'AccessExclusive on the table and the index, for an instant, after every running query has ended.',
  source: 'PostgreSQL manual, DROP INDEX; measured on PostgreSQL 15',
  example: { bad: 'DROP INDEX orders_user_idx;', good: 'DROP INDEX CONCURRENTLY orders_user_idx;' },
  cases: {
    flagged: ['DROP INDEX IF EXISTS shop.a_idx, "B_idx" CASCADE', 'drop index "Order_userId_idx"'],
    safe: [
      'DROP INDEX CONCURRENTLY IF EXISTS a_idx',
      'CREATE TABLE a (id int); CREATE INDEX a_i ON a (id); DROP INDEX a_i;',
    ],
  },
  applies: ({ change, catalog, ...rest }) => {
    if (change.kind !== 'drop-index' || change.concurrently) return [];
    return change.indexes.map((index) => {
      const table = tableOfIndex(catalog, index);
      const on = table === undefined ? 'its table' : label({ change, catalog, ...rest }, table.name);
      return {
        severity: 'caution',
        message: `Dropping ${sqlName(index)} locks ${on} against reads and writes, and waits for every long query on it.`,
        remedy: `-- alone in its migration file\nDROP INDEX CONCURRENTLY ${sqlName(index)};`,
        relation: table?.name ?? index,
      };
    });
  },
};
