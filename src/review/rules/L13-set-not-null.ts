import type { ChangeOf } from '../changes/change.ts';
import { provenNotNull } from '../forecast/columns.ts';
import { quoted } from '../names.ts';
import { inFiles, notNullSteps } from './remedies.ts';
import { label, mayBeProven, onSameTable, type Rule, type Scene, tableIn } from './rule.ts';

export const setNotNull: Rule = {
  id: 'L13',
  tier: 'lock',
  title: 'SET NOT NULL reads the whole table under the strongest lock',
  why: 'Nobody reads or writes the table while PostgreSQL looks at every row. From PostgreSQL 12 on it skips that where a valid CHECK (column IS NOT NULL) proves it.',
  locks: 'AccessExclusive while every row is read.',
  versions:
    'From PostgreSQL 12 on a valid CHECK (column IS NOT NULL) spares it; from 18 on NOT NULL can be added NOT VALID.',
  source: 'PostgreSQL manual, ALTER TABLE, SET NOT NULL; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL;',
    good: 'ALTER TABLE orders VALIDATE CONSTRAINT orders_note_not_null;\nALTER TABLE orders ALTER COLUMN note SET NOT NULL;',
    schema:
      'CREATE TABLE orders (id int PRIMARY KEY, note text); ALTER TABLE orders ADD CONSTRAINT orders_note_not_null CHECK (note IS NOT NULL) NOT VALID;',
  },
  cases: {
    flagged: [
      'alter table "Order" alter "note" set not null, alter column b set not null',
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);ALTER TABLE orders ADD CONSTRAINT c CHECK (note IS NOT NULL) NOT VALID;',
        sql: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL',
      },
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);ALTER TABLE orders ADD CONSTRAINT c CHECK (note IS NOT NULL OR total > 0);',
        sql: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL',
      },
      {
        schema:
          "CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);ALTER TABLE orders ADD CONSTRAINT c CHECK (note <> '');",
        sql: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL',
      },
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);ALTER TABLE orders ADD CONSTRAINT c CHECK (note IS NOT NULL);',
        serverVersion: 11,
        sql: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL',
      },
      'ALTER TABLE a VALIDATE CONSTRAINT c; ALTER TABLE a ALTER b SET NOT NULL;',
      {
        serverVersion: 11,
        sql: 'ALTER TABLE a VALIDATE CONSTRAINT c; ALTER TABLE a ALTER b SET NOT NULL; ALTER TABLE a DROP CONSTRAINT c;',
      },
    ],
    safe: [
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0 AND note IS NOT NULL);',
        sql: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL',
      },
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);ALTER TABLE orders ADD CONSTRAINT c CHECK (NOT note IS NULL);',
        sql: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL',
      },
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders ALTER COLUMN total SET NOT NULL',
      },
      'CREATE TABLE a (b int); ALTER TABLE a ALTER b SET NOT NULL;',
      'ALTER TABLE a VALIDATE CONSTRAINT c; ALTER TABLE a ALTER b SET NOT NULL; ALTER TABLE a DROP CONSTRAINT c;',
      'ALTER TABLE a VALIDATE CONSTRAINT "a_b_notNull"; ALTER TABLE a ALTER b SET NOT NULL;',
    ],
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'set-not-null' || provenNotNull(catalog, tableIn(scene, change.table), change.column))
      return [];
    const perhaps = mayBeProven(scene, change.table);
    const message = `SET NOT NULL on ${quoted(change.column)} blocks reads and writes of ${label(scene, change.table)} while every row is checked${perhaps ? ', unless the constraint that was validated before says IS NOT NULL' : ''}.`;
    return [
      {
        severity: !perhaps ? 'risky' : isHelper(scene, change) ? 'safe' : 'caution',
        message,
        remedy: inFiles(...notNullSteps(change.table, change.column, catalog.serverVersion)),
        relation: change.table,
        timed: true,
      },
    ];
  },
};

/**
 * Whether what was validated before is there for this SET NOT NULL: it is dropped afterwards, or called after the column and
 * NOT NULL. That it proves what it should stands in no file, so that D02 stays.
 */
function isHelper(scene: Scene, { table, column }: ChangeOf<'set-not-null' | 'drop-not-null'>): boolean {
  if (scene.catalog.serverVersion < 12) return false;
  const here = onSameTable(scene, table);
  const dropped = here.flatMap(({ position, change }) =>
    position >= scene.place.position && change.kind === 'drop-constraint' ? [change.name] : [],
  );
  const said = new RegExp(`(?:^|_)${column.replaceAll(/\W/g, '.')}(?:_|$).*(?:not_?null|present)`, 'i');
  return here.some(
    ({ position, change }) =>
      position <= scene.place.position &&
      change.kind === 'validate-constraint' &&
      (dropped.includes(change.name) || said.test(change.name)),
  );
}
