import { atLeast } from '../order.ts';
import { label, type Rule } from './rule.ts';

export const explicitLock: Rule = {
  id: 'L33',
  tier: 'lock',
  title: 'A table is locked by hand',
  why: 'The lock is held until the transaction ends.',
  locks: 'As asked for, until COMMIT.',
  source: 'PostgreSQL manual, LOCK',
  example: { bad: 'LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;', good: 'LOCK TABLE orders IN ACCESS SHARE MODE;' },
  cases: {
    flagged: ['LOCK orders', 'lock table "A", b in share row exclusive mode nowait'],
    safe: ['LOCK TABLE orders IN ROW SHARE MODE', 'CREATE TABLE a (id int); LOCK TABLE a;'],
  },
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
