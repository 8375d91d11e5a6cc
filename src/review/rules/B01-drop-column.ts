import { quoted, sqlName } from '../names.ts';
import { isNewColumn, label, type Rule, tableIn } from './rule.ts';

export const dropColumn: Rule = {
  id: 'B01',
  tier: 'compat',
  title: 'A column is dropped',
  why: 'Prisma Client names every scalar column in its queries, so running copies of the old code fail at once; the data is gone.',
  locks: 'AccessExclusive for an instant; with a foreign key also on the other table.',
  source: 'PostgreSQL manual, ALTER TABLE; measured on PostgreSQL 15',
  example: { bad: 'ALTER TABLE orders DROP COLUMN note;', good: 'ALTER TABLE orders ADD COLUMN note text;' },
  cases: {
    flagged: [
      'ALTER TABLE orders DROP COLUMN IF EXISTS "a", DROP b CASCADE',
      'alter table only shop."Order" drop "note"',
    ],
    safe: [
      'CREATE TABLE a (x int, y int); ALTER TABLE a DROP COLUMN x;',
      'ALTER TABLE orders ALTER COLUMN a DROP DEFAULT',
      'ALTER TABLE orders ADD COLUMN tmp int; ALTER TABLE orders DROP COLUMN tmp;',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'drop-column' || isNewColumn(scene, change.table, change.column)) return [];
    const column = quoted(change.column);
    const target = `ALTER TABLE ${sqlName(change.table)}`;
    const own = tableIn(scene, change.table)?.columns.find(({ name }) => name === change.column);
    const loosen = own !== undefined && !own.nullable && own.default === null && !own.serial && !own.identity;
    const remedy = [
      ...(loosen ? [`-- so that code without it can insert\n${target} ALTER COLUMN ${column} DROP NOT NULL;`] : []),
      `-- take ${change.column} out of schema.prisma, deploy the code, wait until no old copy runs; then`,
      `-- ${target} DROP COLUMN ${column};`,
    ].join('\n');
    const message = `Dropping ${column} breaks running code that still reads ${label(scene, change.table)}, and its data is lost.`;
    return [{ severity: 'risky', message, remedy, relation: change.table }];
  },
};
