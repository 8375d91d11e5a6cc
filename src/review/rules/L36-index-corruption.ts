import { quoted } from '../names.ts';
import type { Rule } from './rule.ts';

export const indexCorruption: Rule = {
  id: 'L36',
  tier: 'data',
  title: 'PostgreSQL 14.0 to 14.3 builds broken indexes concurrently',
  why: 'CREATE INDEX CONCURRENTLY and REINDEX CONCURRENTLY could leave rows out of the index; 14.4 mends it.',
  versions: 'Only PostgreSQL 14.0 to 14.3.',
  source: 'PostgreSQL release notes 14.4',
  example: {
    serverVersion: 14.01,
    bad: 'CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);',
    good: 'CREATE TABLE orders (id int);',
  },
  cases: {
    flagged: [{ serverVersion: 14.03, sql: 'REINDEX INDEX CONCURRENTLY i' }],
    safe: [
      { serverVersion: 14.04, sql: 'CREATE INDEX CONCURRENTLY i ON a (b)' },
      { serverVersion: 15, sql: 'CREATE INDEX CONCURRENTLY i ON a (b)' },
      { serverVersion: 14.02, sql: 'DROP INDEX CONCURRENTLY i' },
    ],
  },
  applies: ({ change, catalog }) => {
    const { serverVersion } = catalog;
    const broken = serverVersion > 14 && serverVersion < 14.04;
    if (!broken || (change.kind !== 'create-index' && change.kind !== 'reindex') || !change.concurrently) return [];
    const name = change.kind === 'create-index' ? quoted(change.index.name) : 'the index';
    return [
      {
        severity: 'risky',
        message: `This server can leave rows out of ${name} when it is built concurrently.`,
        remedy: '-- upgrade to 14.4 or later first',
        relation: null,
      },
    ];
  },
};
