import type { Change } from '../changes/change.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule, samePlace, someEarlierOnTable } from './rule.ts';

export const validateInSameTransaction: Rule = {
  id: 'L08',
  tier: 'lock',
  title: 'A constraint is added and validated in one transaction',
  why: 'The lock of ADD CONSTRAINT is kept until the transaction ends, so the rows are checked under it after all.',
  example: {
    bad: 'ALTER TABLE orders ADD CONSTRAINT c CHECK (total >= 0) NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT c;',
    good: 'ALTER TABLE orders VALIDATE CONSTRAINT c;',
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
