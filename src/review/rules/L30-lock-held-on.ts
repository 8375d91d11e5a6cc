import { heldNames, isNewHere, type Rule } from './rule.ts';

export const lockHeldOn: Rule = {
  id: 'L30',
  tier: 'lock',
  title: 'A lock is kept while other statements run',
  why: 'AccessExclusive is held until the transaction ends: what comes after it in the same file prolongs it.',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN note text;\nSELECT count(*) FROM users;',
    good: 'ALTER TABLE orders ADD COLUMN note text;',
  },
  applies: (scene) => {
    const { first, place, touches, change } = scene;
    const { held } = place;
    const [relation] = held.first;
    if (!first || relation === undefined || change.kind === 'transaction' || change.kind === 'set') return [];
    const heavy = touches.filter(({ work, relation: one }) => work !== 'metadata' && !isNewHere(scene, one));
    const names = heldNames(scene, held);
    const remedy = '-- Put this statement into the next migration file.';
    if (heavy.length === 0) return [];
    const severity = place.atomicity === 'unknown' && place.inBlock[place.position] !== true ? 'safe' : 'caution';
    return [
      {
        severity,
        message: `${names} stays locked against reads and writes while this runs.`,
        remedy,
        relation,
        timed: true,
      },
    ];
  },
};
