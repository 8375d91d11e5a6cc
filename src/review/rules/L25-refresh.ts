import { sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const refreshNotConcurrent: Rule = {
  id: 'L25',
  tier: 'lock',
  title: 'A materialized view is refreshed while nobody can read it',
  why: 'The query runs under AccessExclusive. CONCURRENTLY lets reads pass; it needs a unique index.',
  example: { bad: 'REFRESH MATERIALIZED VIEW totals;', good: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;' },
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
