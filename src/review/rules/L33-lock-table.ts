import { atLeast } from '../order.ts';
import { label, type Rule } from './rule.ts';

export const explicitLock: Rule = {
  id: 'L33',
  tier: 'lock',
  title: 'A table is locked by hand',
  why: 'The lock is held until the transaction ends.',
  example: { bad: 'LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;', good: 'LOCK TABLE orders IN ACCESS SHARE MODE;' },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'lock-table' || !atLeast(change.mode, 'Share')) return [];
    const blocks = change.mode === 'AccessExclusive' ? 'reads and writes' : 'writes';
    return change.tables.map((table) => ({
      severity: 'caution',
      message: `LOCK TABLE blocks ${blocks} of ${label(scene, table)} until the transaction ends.`,
      remedy: "-- leave it out, or keep it short:\nSET LOCAL lock_timeout = '2s';",
      relation: table,
    }));
  },
};
