import { keyOf } from '../catalog/catalog.ts';
import type { Change, ChangeOf } from '../changes/change.ts';
import { forecast } from '../forecast/forecast.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule, type Scene, samePlace, someEarlierOnTable } from './rule.ts';

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
      'DO $$ BEGIN ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c; END $$',
      'ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) NOT VALID, VALIDATE CONSTRAINT c',
      'ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (u) REFERENCES users NOT VALID; ALTER TABLE public.orders VALIDATE CONSTRAINT f;',
      'BEGIN; ALTER TABLE orders ADD COLUMN a int; ALTER TABLE orders VALIDATE CONSTRAINT c; COMMIT;',
      'ALTER TABLE orders DROP COLUMN a, VALIDATE CONSTRAINT c',
      'BEGIN; ALTER TABLE "A" ADD CONSTRAINT "C" CHECK (x > 0) NOT VALID; ALTER TABLE "A" VALIDATE CONSTRAINT "C"; COMMIT;',
    ],
    safe: [
      'BEGIN; ALTER TABLE users ADD COLUMN a int; ALTER TABLE orders VALIDATE CONSTRAINT c; COMMIT;',
      'ALTER TABLE orders ALTER a SET STATISTICS 5, VALIDATE CONSTRAINT c',
      'ALTER TABLE orders VALIDATE CONSTRAINT c; ALTER TABLE orders DROP COLUMN a;',
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
    const added = before.some(adds) || someEarlierOnTable(scene, change.table, adds);
    if (!added && !isHeld(scene, change)) return [];
    const certain = place.atomicity !== 'unknown' || place.inBlock[place.position] === true || own.length > 1;
    const lock = added ? 'the lock of adding it' : 'the lock of another change';
    const message = `${quoted(change.name)} is validated while ${lock} is still held on ${label(scene, change.table)}.`;
    const remedy = `-- in the next migration file\nALTER TABLE ${sqlName(change.table)} VALIDATE CONSTRAINT ${quoted(change.name)};`;
    return [{ severity: certain ? 'risky' : 'caution', message, remedy, relation: change.table, timed: true }];
  },
};

/** Whether another change has locked the table against reads, before in this transaction or anywhere in this ALTER TABLE. */
function isHeld({ catalog, place }: Scene, change: ChangeOf<'validate-constraint'>): boolean {
  const key = keyOf(catalog, change.table);
  const locks = (one: Change) =>
    forecast(catalog, one).some(({ relation, lock }) => lock === 'AccessExclusive' && keyOf(catalog, relation) === key);
  const own = place.transactions[place.position];
  return (place.index.onTable.get(key) ?? []).some(
    ({ position, change: one }) => position <= place.position && place.transactions[position] === own && locks(one),
  );
}
