import { type Name, quoted, sqlName } from '../names.ts';
import { label, onSameTable, type Rule, type Scene, tableIn } from './rule.ts';

export const dropConstraint: Rule = {
  id: 'B16',
  tier: 'compat',
  title: 'A constraint is dropped',
  why: 'What it kept out can come in from now on, and putting it back means checking every row.',
  locks: 'AccessExclusive for an instant; a foreign key also on the other table.',
  source: 'PostgreSQL manual, ALTER TABLE; measured on PostgreSQL 15',
  example: {
    schema:
      'CREATE TABLE orders (id int, total int CONSTRAINT total_check CHECK (total > 0), note text NOT NULL CONSTRAINT note_there CHECK (note IS NOT NULL));',
    bad: 'ALTER TABLE orders DROP CONSTRAINT total_check;',
    good: 'ALTER TABLE orders DROP CONSTRAINT note_there;',
  },
  cases: {
    flagged: [
      'ALTER TABLE "A" DROP CONSTRAINT IF EXISTS "A_x_key"',
      'ALTER DOMAIN mail DROP CONSTRAINT IF EXISTS mail_at',
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders DROP CONSTRAINT orders_user',
      },
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'ALTER TABLE orders DROP CONSTRAINT orders_pkey CASCADE',
      },
    ],
    safe: ['ALTER TABLE a DROP CONSTRAINT f; ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES b NOT VALID;'],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'alter-domain' && change.action === 'drop-constraint') {
      const message = `Without ${quoted(change.constraint ?? '')}, columns of ${sqlName(change.domain)} take values that it kept out so far.`;
      return [{ severity: 'caution', message, remedy: '-- sure that nothing relies on it?', relation: null }];
    }
    if (change.kind !== 'drop-constraint' || comesBack(scene, change.table, change.name) || isProof(scene, change.name))
      return [];
    const message = `Without ${quoted(change.name)}, ${label(scene, change.table)} takes rows that it kept out so far.`;
    return [
      {
        severity: 'caution',
        message,
        remedy: '-- sure that nothing relies on it? Adding it again means NOT VALID, then VALIDATE.',
        relation: change.table,
      },
    ];
  },
};

/** Dropped and added again, as when a foreign key changes its action. */
function comesBack(scene: Scene, table: Name, name: string): boolean {
  return onSameTable(scene, table).some(
    ({ position, change }) =>
      position >= scene.place.position && change.kind === 'add-constraint' && change.constraint.name === name,
  );
}

/** A CHECK that only says what NOT NULL says by now. */
function isProof(scene: Scene, name: string): boolean {
  const { change } = scene;
  if (change.kind !== 'drop-constraint') return false;
  const table = tableIn(scene, change.table);
  const constraint = table?.constraints.find((one) => one.name === name);
  if (constraint?.kind !== 'check' || constraint.proves.length !== constraint.columns.length) return false;
  return constraint.columns.every((column) => table?.columns.find((one) => one.name === column)?.nullable === false);
}
