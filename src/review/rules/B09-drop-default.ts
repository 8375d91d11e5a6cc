import { quoted, sqlName } from '../names.ts';
import { label, type Rule, tableIn } from './rule.ts';

export const dropDefault: Rule = {
  id: 'B09',
  tier: 'compat',
  title: 'A required column loses its default',
  why: 'Running code that leaves the column out of its INSERTs fails.',
  example: {
    schema: "CREATE TABLE orders (id int, state text NOT NULL DEFAULT 'new', note text DEFAULT '');",
    bad: 'ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;',
    good: 'ALTER TABLE orders ALTER COLUMN note DROP DEFAULT;',
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'set-default' || change.value !== null) return [];
    const column = tableIn(scene, change.table)?.columns.find(({ name }) => name === change.column);
    if (column !== undefined && (column.nullable || (column.default === null && !column.serial))) return [];
    const message = `Running code that leaves ${quoted(change.column)} out cannot insert into ${label(scene, change.table)} any more.`;
    const remedy = `-- when all running code writes the column\nALTER TABLE ${sqlName(change.table)} ALTER COLUMN ${quoted(change.column)} DROP DEFAULT;`;
    return [{ severity: 'caution', message, remedy, relation: change.table }];
  },
};
