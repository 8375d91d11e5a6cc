import { sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const partitionDetached: Rule = {
  id: 'L24',
  tier: 'lock',
  title: 'A partition is detached under the strongest lock',
  why: 'DETACH PARTITION locks the parent against reads and writes. CONCURRENTLY (PostgreSQL 14) does not; it needs to run outside a transaction and without a DEFAULT partition.',
  locks: 'AccessExclusive on the parent, the partition and a DEFAULT partition.',
  versions: 'CONCURRENTLY from PostgreSQL 14 on; not where there is a DEFAULT partition.',
  source: 'PostgreSQL manual, ALTER TABLE, DETACH PARTITION; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE events DETACH PARTITION events_2020;',
    good: 'ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY;',
  },
  cases: {
    flagged: ['alter table "Event" detach partition shop."Event_2020"', 'ALTER TABLE ev_25 NO INHERIT ev'],
    safe: [{ sql: 'ALTER TABLE ev DETACH PARTITION ev_25 FINALIZE' }],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'no-inherit') {
      const [own, parent] = [label(scene, change.table), label(scene, change.parent)];
      const message = `${own} is locked against reads and writes, and code that reads ${parent} no longer finds its rows.`;
      return [
        {
          severity: 'caution',
          message,
          remedy: '-- sure that all running code reads it by its own name?',
          relation: change.table,
        },
      ];
    }
    if (change.kind !== 'detach-partition' || change.concurrently) return [];
    const message = `Detaching ${label(scene, change.partition)} locks ${label(scene, change.table)} against reads and writes.`;
    const remedy = `-- alone in its migration file\nALTER TABLE ${sqlName(change.table)} DETACH PARTITION ${sqlName(change.partition)} CONCURRENTLY;`;
    return [{ severity: 'caution', message, remedy, relation: change.table }];
  },
};
