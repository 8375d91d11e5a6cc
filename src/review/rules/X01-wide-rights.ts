import { label, type Rule } from './rule.ts';

export const wideRights: Rule = {
  id: 'X01',
  tier: 'security',
  title: 'Rights are widened',
  why: 'A change of who may do what should be seen by somebody who answers for it.',
  example: { bad: 'GRANT SELECT ON orders TO PUBLIC;', good: 'GRANT SELECT ON orders TO reports;' },
  applies: (scene) => {
    const { change } = scene;
    const remedy = '-- to be approved by somebody who answers for access';
    if (change.kind === 'rights' && change.wide !== null)
      return [{ severity: 'risky', message: `This ${change.wide}.`, remedy, relation: null }];
    if (change.kind === 'create-function' && change.unguarded) {
      const message =
        "A SECURITY DEFINER function without its own search_path runs with its owner's rights whatever its caller puts in the path.";
      return [{ severity: 'risky', message, remedy: "-- … SECURITY DEFINER SET search_path = ''", relation: null }];
    }
    if (change.kind !== 'table-option' || change.option !== 'disable-row-security') return [];
    return [
      {
        severity: 'risky',
        message: `Everybody with rights on ${label(scene, change.table)} sees all its rows from now on.`,
        remedy,
        relation: change.table,
      },
    ];
  },
};
