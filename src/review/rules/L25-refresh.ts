import { sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const refreshNotConcurrent: Rule = {
  id: 'L25',
  tier: 'lock',
  title: 'A materialized view is refreshed while nobody can read it',
  why: 'The query runs under AccessExclusive. CONCURRENTLY lets reads pass; it needs a unique index.',
  locks: 'AccessExclusive on the view while its query runs. CONCURRENTLY takes Exclusive: reads go on.',
  source: 'PostgreSQL manual, REFRESH MATERIALIZED VIEW; measured on PostgreSQL 15',
  example: { bad: 'REFRESH MATERIALIZED VIEW totals;', good: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;' },
  cases: {
    flagged: ['REFRESH MATERIALIZED VIEW shop.totals WITH DATA', 'refresh materialized view "Totals" with no data'],
    safe: ['CREATE MATERIALIZED VIEW m AS SELECT 1 WITH NO DATA; REFRESH MATERIALIZED VIEW m;'],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'refresh' || change.concurrently) return [];
    const message = `Refreshing ${label(scene, change.view)} blocks its readers while its query runs.`;
    return [
      {
        severity: 'risky',
        message,
        remedy: `REFRESH MATERIALIZED VIEW CONCURRENTLY ${sqlName(change.view)};`,
        relation: change.view,
        timed: true,
      },
    ];
  },
};
