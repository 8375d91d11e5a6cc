import { sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const partitionDetached: Rule = {
  id: 'L24',
  tier: 'lock',
  title: 'A partition is detached under the strongest lock',
  why: 'DETACH PARTITION locks the parent against reads and writes. CONCURRENTLY (PostgreSQL 14) does not; it needs to run outside a transaction and without a DEFAULT partition.',
  example: {
    bad: 'ALTER TABLE events DETACH PARTITION events_2020;',
    good: 'ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY;',
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'detach-partition' || change.concurrently) return [];
    const message = `Detaching ${label(scene, change.partition)} locks ${label(scene, change.table)} against reads and writes.`;
    const remedy = `-- alone in its migration file\nALTER TABLE ${sqlName(change.table)} DETACH PARTITION ${sqlName(change.partition)} CONCURRENTLY;`;
    return [{ severity: 'caution', message, remedy, relation: change.table }];
  },
};
