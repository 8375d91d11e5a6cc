import { quoted } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const renameColumn: Rule = {
  id: 'B03',
  tier: 'compat',
  title: 'A column is renamed',
  why: 'Running copies of the old code ask for the old name and fail. In Prisma, @map gives a field a new name without touching the database.',
  locks: 'AccessExclusive for an instant.',
  source: 'SQLSTATE 42703; Prisma documentation, @map',
  example: { bad: 'ALTER TABLE orders RENAME COLUMN note TO memo;', good: 'ALTER TABLE orders ADD COLUMN memo text;' },
  cases: {
    flagged: [
      'ALTER TABLE "Order" RENAME "a" TO "b"',
      'ALTER VIEW v RENAME COLUMN a TO b',
      'ALTER TYPE address RENAME ATTRIBUTE street TO road',
    ],
    safe: ['ALTER TABLE orders RENAME CONSTRAINT a TO b', 'CREATE TABLE a (x int); ALTER TABLE a RENAME x TO y;'],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'rename-column') return [];
    const message = `Running code that reads ${quoted(change.column)} of ${label(scene, change.table)} fails once it is called ${quoted(change.to)}.`;
    const remedy = `-- no SQL at all, in schema.prisma:\n--   ${change.to} … @map("${change.column}")`;
    return [{ severity: 'risky', message, remedy, relation: change.table }];
  },
};
