import type { ChangeOf } from '../changes/change.ts';
import { provenNotNull } from '../forecast/columns.ts';
import { quoted, sqlName } from '../names.ts';
import { label, mayBeProven, type Raised, type Rule, type Scene, tableIn } from './rule.ts';

export const nullsInTheWay: Rule = {
  id: 'D02',
  tier: 'data',
  title: 'NULLs stop SET NOT NULL and PRIMARY KEY',
  why: 'Where one row has none, the statement fails with 23502.',
  source: 'SQLSTATE 23502',
  example: {
    bad: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL;',
    good: "UPDATE orders SET note = '' WHERE note IS NULL;",
  },
  cases: {
    flagged: [
      'ALTER TABLE a ALTER b SET NOT NULL',
      { schema: 'CREATE TABLE a (b int, c int NOT NULL);', sql: 'ALTER TABLE a ADD PRIMARY KEY (c, b)' },
    ],
    safe: [
      { schema: 'CREATE TABLE a (b int, c int NOT NULL);', sql: 'ALTER TABLE a ADD PRIMARY KEY (c)' },
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders ALTER total SET NOT NULL',
      },
      'CREATE TABLE a (b int); ALTER TABLE a ALTER b SET NOT NULL',
    ],
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind === 'add-constraint') return ofKey(scene, change);
    if (change.kind !== 'set-not-null' || provenNotNull(catalog, tableIn(scene, change.table), change.column))
      return [];
    const column = quoted(change.column);
    const message = `This fails where a row of ${label(scene, change.table)} has no ${column}.`;
    const remedy = `-- must give 0\nSELECT count(*) FROM ${sqlName(change.table)} WHERE ${column} IS NULL;`;
    return [
      { severity: mayBeProven(scene, change.table) ? 'caution' : 'risky', message, remedy, relation: change.table },
    ];
  },
};

/** A primary key over columns that are known to allow NULL. */
function ofKey(scene: Scene, { constraint, table }: ChangeOf<'add-constraint'>): readonly Raised[] {
  const known = tableIn(scene, table);
  if (constraint.kind !== 'primary' || known === undefined) return [];
  const isOpen = (column: string) =>
    known.columns.some(({ name }) => name === column) && !provenNotNull(scene.catalog, known, column);
  const open = constraint.columns.filter(isOpen).map(quoted);
  if (open.length === 0) return [];
  const message = `This fails where a row of ${label(scene, table)} has no ${open.join(' or no ')}.`;
  const where = open.map((column) => `${column} IS NULL`).join(' OR ');
  const remedy = `-- must give 0\nSELECT count(*) FROM ${sqlName(table)} WHERE ${where};`;
  return [{ severity: 'risky', message, remedy, relation: table }];
}
