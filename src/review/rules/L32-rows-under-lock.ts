import { heldNames, isNewHere, label, type Rule } from './rule.ts';

export const rowsUnderLock: Rule = {
  id: 'L32',
  tier: 'lock',
  title: 'Rows are changed while a strong lock is held',
  why: 'A schema change and a data change in one transaction: the table stays locked for as long as the rows take.',
  example: {
    bad: "ALTER TABLE orders ADD COLUMN state text;\nUPDATE orders SET state = 'new' WHERE id < 100;",
    good: "UPDATE orders SET state = 'new' WHERE id < 100;",
  },
  applies: (scene) => {
    const { change, place } = scene;
    const copies = change.kind === 'insert' && change.reads.length > 0;
    if (change.kind !== 'update' && change.kind !== 'delete' && change.kind !== 'merge' && !copies) return [];
    const { held } = place;
    const [relation] = held.first;
    if (relation === undefined || isNewHere(scene, change.table)) return [];
    const certain = place.atomicity !== 'unknown' || place.inBlock[place.position] === true;
    const message = `${heldNames(scene, held)} stays locked against reads and writes while the rows of ${label(scene, change.table)} are changed.`;
    const remedy = '-- Put the change of rows into a file of its own, or better into a backfill in batches.';
    return [{ severity: certain ? 'risky' : 'caution', message, remedy, relation, timed: true }];
  },
};
