import type { Change } from '../changes/change.ts';
import { partners } from '../forecast/columns.ts';
import { foreignKeysOf, referencesTo } from '../forecast/touch.ts';
import type { Name } from '../names.ts';
import { label, type Rule, type Scene, tableIn } from './rule.ts';

export const bothTablesLocked: Rule = {
  id: 'L27',
  tier: 'lock',
  title: 'Both tables of a foreign key are locked',
  why: 'Taking a foreign key away needs AccessExclusive on both of its tables: traffic on the other one stops, too, and two such locks can deadlock.',
  locks: 'AccessExclusive on both tables, for an instant, after every running query on either has ended.',
  source: 'measured on PostgreSQL 15',
  example: {
    schema:
      'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int, note text, user_id int CONSTRAINT orders_user REFERENCES users);',
    bad: 'ALTER TABLE orders DROP CONSTRAINT orders_user;',
    good: 'ALTER TABLE orders DROP COLUMN note;',
  },
  cases: {
    flagged: [
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'DROP TABLE orders',
      },
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders DROP COLUMN user_id',
      },
      'ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey"',
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'DROP TABLE users CASCADE',
      },
    ],
    safe: [
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders DROP COLUMN note',
      },
      { schema: 'CREATE TABLE a (id int);', sql: 'DROP TABLE a' },
      { schema: 'CREATE TABLE a (id int CONSTRAINT c CHECK (id > 0));', sql: 'ALTER TABLE a DROP CONSTRAINT c' },
    ],
  },
  applies: (scene) =>
    lockedTogether(scene, scene.change).map(({ table, others }) => {
      const names = others.map((other) => label(scene, other));
      const which =
        names.length === 0
          ? `If it is a foreign key, its other table is locked together with ${label(scene, table)}.`
          : `This locks ${names.join(', ')} against reads and writes together with ${label(scene, table)}.`;
      const remedy = "-- alone in its migration file, giving way instead of queueing\nSET LOCAL lock_timeout = '2s';";
      return { severity: 'caution', message: which, remedy, relation: table };
    }),
};

interface Together {
  readonly table: Name;
  readonly others: readonly Name[];
}

function lockedTogether(scene: Scene, change: Change): readonly Together[] {
  if (change.kind === 'drop-column') return some(change.table, partners(scene.catalog, change.table, [change.column]));
  if (change.kind === 'drop-table') {
    return change.tables.flatMap((table) => {
      const targets = foreignKeysOf(tableIn(scene, table)).map(({ target }) => target);
      return some(table, [...targets, ...referencesTo(scene.catalog, table).map(({ from }) => from.name)]);
    });
  }
  if (change.kind !== 'drop-constraint') return [];
  const constraint = tableIn(scene, change.table)?.constraints.find(({ name }) => name === change.name);
  if (constraint === undefined)
    return scene.catalog.complete || /_(pkey|key|check|excl|not_null)$/.test(change.name)
      ? []
      : [{ table: change.table, others: [] }];
  return constraint.kind === 'foreign' ? some(change.table, [constraint.target]) : [];
}

function some(table: Name, others: readonly Name[]): readonly Together[] {
  return others.length === 0 ? [] : [{ table, others }];
}
