import { quoted, sqlName } from '../names.ts';
import { isNewColumn, label, type Rule } from './rule.ts';

export const dropColumn: Rule = {
  id: 'B01',
  tier: 'compat',
  title: 'A column is dropped',
  why: 'Prisma Client names every scalar column in its queries, so running copies of the old code fail at once; the data is gone.',
  example: { bad: 'ALTER TABLE orders DROP COLUMN note;', good: 'ALTER TABLE orders ADD COLUMN note text;' },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'drop-column' || isNewColumn(scene, change.table, change.column)) return [];
    const column = quoted(change.column);
    const remedy = `-- 1. take ${change.column} out of schema.prisma and deploy the code, 2. wait until no old copy runs, 3. then:\nALTER TABLE ${sqlName(change.table)} DROP COLUMN ${column};`;
    const message = `Dropping ${column} breaks running code that still reads ${label(scene, change.table)}, and its data is lost.`;
    return [{ severity: 'risky', message, remedy, relation: change.table }];
  },
};
