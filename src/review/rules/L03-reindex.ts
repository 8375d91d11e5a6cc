import { sqlName } from '../names.ts';
import type { Rule } from './rule.ts';

export const reindexNotConcurrent: Rule = {
  id: 'L03',
  tier: 'lock',
  title: 'An index is rebuilt while writes wait',
  why: 'REINDEX holds Share on the table and AccessExclusive on each index for the whole build.',
  example: { bad: 'REINDEX TABLE orders;', good: 'REINDEX TABLE CONCURRENTLY orders;' },
  applies: ({ change }) => {
    if (change.kind !== 'reindex' || change.concurrently) return [];
    const name = change.name === null ? '' : ` ${sqlName(change.name)}`;
    const remedy =
      change.what === 'system'
        ? '-- System catalogs cannot be rebuilt concurrently: choose a quiet hour.'
        : `-- alone in its migration file; afterwards drop what is left over as …_ccnew\nREINDEX ${change.what.toUpperCase()} CONCURRENTLY${name};`;
    const message = `REINDEX ${change.what.toUpperCase()}${name} blocks writes, and reads that use the index, until it is done.`;
    return [
      { severity: 'risky', message, remedy, relation: change.what === 'table' ? change.name : null, timed: true },
    ];
  },
};
