import type { Change } from '../changes/change.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule, samePlace, someEarlierOnTable } from './rule.ts';

export const validateInSameTransaction: Rule = {
  id: 'L08',
  tier: 'lock',
  title: 'A constraint is added and validated in one transaction',
  why: 'The lock of ADD CONSTRAINT is kept until the transaction ends, so the rows are checked under it after all.',
  locks:
    'AccessExclusive (CHECK) or ShareRowExclusive (foreign key) stays until the transaction ends, and so through the reading.',
  source: 'PostgreSQL manual, ALTER TABLE, “Notes”; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE orders ADD CONSTRAINT c CHECK (total >= 0) NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT c;',
    good: 'ALTER TABLE orders VALIDATE CONSTRAINT c;',
  },
  cases: {
    flagged: [
      'ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) NOT VALID, VALIDATE CONSTRAINT c',
      'ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (u) REFERENCES users NOT VALID; ALTER TABLE public.orders VALIDATE CONSTRAINT f;',
      'BEGIN; ALTER TABLE "A" ADD CONSTRAINT "C" CHECK (x > 0) NOT VALID; ALTER TABLE "A" VALIDATE CONSTRAINT "C"; COMMIT;',
    ],
    safe: [
      '-- 1.sql\nALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) NOT VALID;\n-- 2.sql\nALTER TABLE orders VALIDATE CONSTRAINT c;',
      'BEGIN; ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID; COMMIT; BEGIN; ALTER TABLE a VALIDATE CONSTRAINT c; COMMIT;',
    ],
  },
  applies: (scene) => {
    const { change, place } = scene;
    if (change.kind !== 'validate-constraint') return [];
    const own = place.changes[place.position] ?? [];
    const adds = (one: Change) =>
      one.kind === 'add-constraint' && one.constraint.name === change.name && samePlace(scene, one.table, change.table);
    const before = own.slice(0, own.indexOf(change));
    if (!before.some(adds) && !someEarlierOnTable(scene, change.table, adds)) return [];
    const certain = place.atomicity !== 'unknown' || place.inBlock[place.position] === true || own.length > 1;
    const message = `${quoted(change.name)} is validated while the lock of adding it is still held on ${label(scene, change.table)}.`;
    const remedy = `-- in the next migration file\nALTER TABLE ${sqlName(change.table)} VALIDATE CONSTRAINT ${quoted(change.name)};`;
    return [{ severity: certain ? 'risky' : 'caution', message, remedy, relation: change.table, timed: true }];
  },
};
