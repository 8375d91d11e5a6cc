import { sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const noWhere: Rule = {
  id: 'D05',
  tier: 'data',
  title: 'Every row is changed or deleted',
  why: 'Without a WHERE, or with one that is always true, no row is spared: what was there is lost, and the rows stay locked until the end.',
  example: { bad: 'DELETE FROM orders;', good: 'DELETE FROM orders WHERE id = 1;' },
  applies: (scene) => {
    const { change } = scene;
    if ((change.kind !== 'update' && change.kind !== 'delete') || change.where === 'some') return [];
    const does = change.kind === 'update' ? 'changes' : 'deletes';
    const message = `This ${does} every row of ${label(scene, change.table)}.`;
    const remedy = `-- how many there are\nSELECT count(*) FROM ${sqlName(change.table)};\n-- then in batches, outside the migration, with a WHERE over the key`;
    return [{ severity: 'risky', message, remedy, relation: change.table }];
  },
};
