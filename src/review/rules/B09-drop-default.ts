import type { Column } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import { quoted, sqlName } from '../names.ts';
import { sameText } from '../parse/walk.ts';
import { label, onSameTable, type Raised, type Rule, type Scene, tableIn } from './rule.ts';

export const dropDefault: Rule = {
  id: 'B09',
  tier: 'compat',
  title: 'A default goes, or becomes another',
  why: 'Running code that leaves a required column out of its INSERTs fails without its default, and means the old value where the default changes.',
  locks: 'AccessExclusive for an instant.',
  source: 'PostgreSQL manual, ALTER TABLE',
  example: {
    schema: "CREATE TABLE orders (id int, state text NOT NULL DEFAULT 'new', note text DEFAULT '');",
    bad: 'ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;',
    good: 'ALTER TABLE orders ALTER COLUMN note DROP DEFAULT;',
  },
  cases: {
    flagged: [
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders ALTER total DROP DEFAULT',
      },
      'ALTER TABLE "A" ALTER COLUMN "x" DROP DEFAULT',
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders ALTER COLUMN total SET DEFAULT 5',
      },
    ],
    safe: [
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders ALTER COLUMN note SET DEFAULT 5',
      },
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders ALTER note DROP DEFAULT',
      },
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders ALTER total SET DEFAULT 0',
      },
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'set-default') return [];
    const column = tableIn(scene, change.table)?.columns.find(({ name }) => name === change.column);
    if (change.value !== null) return otherDefault(scene, change, column);
    if (setAgain(scene, change)) return [];
    if (column !== undefined && (column.nullable || (column.default === null && !column.serial))) return [];
    const message = `Running code that leaves ${quoted(change.column)} out cannot insert into ${label(scene, change.table)} any more.`;
    const remedy = `-- when all running code writes the column:\n-- ALTER TABLE ${sqlName(change.table)} ALTER COLUMN ${quoted(change.column)} DROP DEFAULT;`;
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

/** Taken away for the time of another change only. */
function setAgain(scene: Scene, change: ChangeOf<'set-default'>): boolean {
  const here = onSameTable(scene, change.table);
  for (let at = here.length - 1; at >= 0; at -= 1) {
    const one = here[at]?.change;
    if (one === change) return false;
    if (one?.kind === 'set-default' && one.column === change.column && one.value !== null) return true;
  }
  return false;
}
