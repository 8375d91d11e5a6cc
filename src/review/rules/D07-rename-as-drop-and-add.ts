import type { ChangeOf } from '../changes/change.ts';
import { sqlType } from '../changes/type-ref.ts';
import { quoted, sqlName } from '../names.ts';
import { alikeNames } from './alike.ts';
import { isNewColumn, label, onSameTable, placedOf, type Raised, type Rule, type Scene, tableIn } from './rule.ts';

export const renameAsDropAndAdd: Rule = {
  id: 'D07',
  tier: 'data',
  title: 'A rename that loses the data',
  why: 'Prisma writes a renamed field as DROP COLUMN and ADD COLUMN, a renamed model as DROP TABLE and CREATE TABLE. The new one is empty.',
  source: 'what Prisma 7 writes for a renamed field or model',
  example: {
    schema: 'CREATE TABLE orders (id int, note text);',
    bad: 'ALTER TABLE orders DROP COLUMN note, ADD COLUMN notes text;',
    good: 'ALTER TABLE orders RENAME COLUMN note TO notes;',
  },
  cases: {
    flagged: [
      'ALTER TABLE "User" DROP COLUMN "userName"; ALTER TABLE "User" ADD COLUMN "user_name" TEXT;',
      'ALTER TABLE "User" DROP COLUMN "a", ADD COLUMN "a" INTEGER;',
      {
        schema: 'CREATE TABLE people (id int PRIMARY KEY, name text, mail text);',
        sql: 'CREATE TABLE members (id int PRIMARY KEY, name text, mail text); DROP TABLE people;',
      },
    ],
    safe: [
      {
        schema: 'CREATE TABLE a (id int, note text, sum int);',
        sql: 'ALTER TABLE a DROP COLUMN note, DROP COLUMN sum, ADD COLUMN address jsonb',
      },
      'ALTER TABLE a DROP COLUMN x; ALTER TABLE b ADD COLUMN x int;',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'drop-column') return renamedColumn(scene, change);
    return change.kind === 'drop-table' ? renamedTables(scene, change) : [];
  },
};

function renamedColumn(scene: Scene, change: ChangeOf<'drop-column'>): readonly Raised[] {
  if (isNewColumn(scene, change.table, change.column)) return [];
  const old = tableIn(scene, change.table)?.columns.find(({ name }) => name === change.column);
  const here = onSameTable(scene, change.table).map((one) => one.change);
  const added = here.flatMap((one) => (one.kind === 'add-column' ? [one.column] : []));
  const dropped = here.filter(({ kind }) => kind === 'drop-column');
  const onlyPair = added.length === 1 && dropped.length === 1;
  const heir = added.find((column) => {
    const typed = old === undefined || (old.type.name === column.type.name && old.type.array === column.type.array);
    return column.name === change.column || alikeNames(change.column, column.name) || (typed && onlyPair);
  });
  if (heir === undefined) return [];
  const from = quoted(change.column);
  const message = `${from} of ${label(scene, change.table)} is dropped and ${quoted(heir.name)} added: if this is a rename, its data is lost.`;
  const remedy = `-- keep the column, in schema.prisma:\n--   ${heir.name} ${sqlType(heir.type)} … @map("${change.column}")\n-- or rename it, when no old code runs\nALTER TABLE ${sqlName(change.table)} RENAME COLUMN ${from} TO ${quoted(heir.name)};`;
  return [{ severity: 'blocked', message, remedy, relation: change.table }];
}

function renamedTables(scene: Scene, change: ChangeOf<'drop-table'>): readonly Raised[] {
  const created = placedOf(scene.place, 'create-table').map((one) => one.change);
  return change.tables.flatMap((table): readonly Raised[] => {
    const columns = tableIn(scene, table)?.columns.map(({ name }) => name) ?? [];
    const heir = created.find((one) => {
      const shared = one.columns.filter(({ name }) => columns.includes(name)).length;
      const alike = columns.length > 0 && shared >= 0.6 * Math.max(columns.length, one.columns.length);
      return alike || (alikeNames(table.name, one.table.name) && !redefined(scene, table.name, one.table.name));
    });
    if (heir === undefined) return [];
    const message = `${label(scene, table)} is dropped and ${label(scene, heir.table)} created: if this is a rename, its data is lost.`;
    const remedy = `-- keep the table, in schema.prisma:\n--   @@map("${table.name}")\n-- or rename it, when no old code runs\nALTER TABLE ${sqlName(table)} RENAME TO ${quoted(heir.table.name)};`;
    return [{ severity: 'blocked', message, remedy, relation: table }];
  });
}

/** A table that is made, filled from the old one and given its name loses nothing. */
function redefined({ place }: Scene, old: string, made: string): boolean {
  return placedOf(place, 'insert').some(
    ({ change: one }) => one.table.name === made && one.reads.some(({ name }) => name === old),
  );
}
