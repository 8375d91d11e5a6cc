import { sqlName } from '../names.ts';
import type { Rule } from './rule.ts';

export const reindexNotConcurrent: Rule = {
  id: 'L03',
  tier: 'lock',
  title: 'An index is rebuilt while writes wait',
  why: 'REINDEX holds Share on the table and AccessExclusive on each index for the whole build.',
  locks: 'Share on the table, AccessExclusive on each index, for the whole build.',
  versions:
    'CONCURRENTLY from PostgreSQL 12 on. A partitioned table is rebuilt partition by partition, outside a transaction.',
  source: 'PostgreSQL manual, REINDEX; measured on PostgreSQL 15',
  example: { bad: 'REINDEX TABLE orders;', good: 'REINDEX TABLE CONCURRENTLY orders;' },
  cases: {
    flagged: [
      'REINDEX INDEX a_idx',
      'REINDEX (VERBOSE) TABLE shop.orders',
      'REINDEX SCHEMA public',
      'reindex (concurrently false) table "Order"',
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');CREATE INDEX ev_id ON ev (id);",
        sql: 'REINDEX TABLE ev',
      },
    ],
    safe: ['REINDEX (CONCURRENTLY) INDEX a_idx', 'REINDEX TABLE CONCURRENTLY "Order"'],
  },
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
