import { tableOfIndex } from '../catalog/apply-creation.ts';
import { sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const dropIndexNotConcurrent: Rule = {
  id: 'L02',
  tier: 'lock',
  title: 'An index is dropped under the strongest lock',
  why: 'DROP INDEX takes AccessExclusive on the table: short, but it waits behind every long read and all traffic queues behind it.',
  example: { bad: 'DROP INDEX orders_user_idx;', good: 'DROP INDEX CONCURRENTLY orders_user_idx;' },
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
