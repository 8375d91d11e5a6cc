import type { Column } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import { quoted, sqlName } from '../names.ts';
import { sameText } from '../parse/walk.ts';
import { label, type Raised, type Rule, type Scene, tableIn } from './rule.ts';

export const dropDefault: Rule = {
  id: 'B09',
  tier: 'compat',
  title: 'A default goes, or becomes another',
  why: 'Running code that leaves a required column out of its INSERTs fails without its default, and means the old value where the default changes.',
  example: {
    schema: "CREATE TABLE orders (id int, state text NOT NULL DEFAULT 'new', note text DEFAULT '');",
    bad: 'ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;',
    good: 'ALTER TABLE orders ALTER COLUMN note DROP DEFAULT;',
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'set-default') return [];
    const column = tableIn(scene, change.table)?.columns.find(({ name }) => name === change.column);
    if (change.value !== null) return otherDefault(scene, change, column);
    if (column !== undefined && (column.nullable || (column.default === null && !column.serial))) return [];
    const message = `Running code that leaves ${quoted(change.column)} out cannot insert into ${label(scene, change.table)} any more.`;
    const remedy = `-- when all running code writes the column\nALTER TABLE ${sqlName(change.table)} ALTER COLUMN ${quoted(change.column)} DROP DEFAULT;`;
    return [{ severity: 'caution', message, remedy, relation: change.table }];
  },
};

/** Rows that running code inserts from now on get another value than it was written for. */
function otherDefault(scene: Scene, change: ChangeOf<'set-default'>, column: Column | undefined): readonly Raised[] {
  if (column === undefined || column.default === null || sameText(column.default, change.value)) return [];
  const message = `New rows of ${label(scene, change.table)} get another ${quoted(change.column)} from now on, also those of running code that leaves it out.`;
  const remedy = '-- when all running code writes the column, or takes the new value';
  return [{ severity: 'caution', message, remedy, relation: change.table }];
}
