import type { ForeignKey } from '../catalog/model.ts';
import { type Name, quoted, sqlName } from '../names.ts';
import { inFiles, validatedLater } from './remedies.ts';
import { isNewHere, label, type Raised, type Rule, type Scene, tableIn } from './rule.ts';

const actions = {
  'no-action': '',
  restrict: 'RESTRICT',
  cascade: 'CASCADE',
  'set-null': 'SET NULL',
  'set-default': 'SET DEFAULT',
};

export const foreignKeyValidated: Rule = {
  id: 'L07',
  tier: 'lock',
  title: 'A foreign key is checked while both tables take no writes',
  why: 'ADD FOREIGN KEY holds ShareRowExclusive on both tables while it reads them. Added NOT VALID it is brief; VALIDATE CONSTRAINT lets writes pass.',
  locks:
    'ShareRowExclusive on both tables while every row is looked up. VALIDATE CONSTRAINT takes ShareUpdateExclusive here and RowShare there.',
  versions: 'On a partitioned table NOT VALID from PostgreSQL 18 on.',
  source: 'PostgreSQL manual, ALTER TABLE; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_user_fkey FOREIGN KEY (user_id) REFERENCES users (id);',
    good: 'ALTER TABLE orders ADD CONSTRAINT orders_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;',
  },
  cases: {
    flagged: [
      'ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;',
      'ALTER TABLE orders ADD COLUMN user_id int DEFAULT 1 REFERENCES users',
      'ALTER TABLE shop.orders ADD FOREIGN KEY (a, b) REFERENCES other (x, y) MATCH FULL DEFERRABLE',
      'ALTER TABLE nodes ADD CONSTRAINT up FOREIGN KEY (parent) REFERENCES nodes',
      'CREATE TABLE kinds (id int PRIMARY KEY); ALTER TABLE orders ADD FOREIGN KEY (kind) REFERENCES kinds;',
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');CREATE TABLE k (id int PRIMARY KEY);",
        sql: 'ALTER TABLE ev ADD FOREIGN KEY (id) REFERENCES k',
      },
    ],
    safe: [
      'ALTER TABLE orders ADD COLUMN user_id int REFERENCES users (id)',
      'ALTER TABLE orders ADD COLUMN user_id int DEFAULT NULL REFERENCES users (id)',
      'CREATE TABLE a (id int, u int REFERENCES users); ALTER TABLE a ADD FOREIGN KEY (id) REFERENCES users;',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'add-constraint' && change.constraint.kind === 'foreign' && change.constraint.valid) {
      return raise(scene, change.table, change.constraint);
    }
    if (
      change.kind !== 'add-column' ||
      (change.column.default === null && !change.column.serial && !change.column.identity)
    )
      return [];
    return change.constraints.flatMap((one) => (one.kind === 'foreign' ? raise(scene, change.table, one) : []));
  },
};

/** A new table has no rows to check, and the lock on the other one is as brief as in CREATE TABLE. */
function raise(scene: Scene, table: Name, key: ForeignKey): readonly Raised[] {
  if (isNewHere(scene, table)) return [];
  const remedy =
    tableIn(scene, table)?.kind === 'partitioned' && scene.catalog.serverVersion < 18
      ? '-- A foreign key of a partitioned table cannot be NOT VALID before PostgreSQL 18: add it to each partition, NOT VALID, validate these, then add it to the parent.'
      : foreignKeySteps(table, key);
  const message = `Adding ${quoted(key.name)} blocks writes to ${label(scene, table)} and ${label(scene, key.target)} while every row is checked.`;
  return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
}

function foreignKeySteps(table: Name, key: ForeignKey): string {
  const target = key.targetColumns.length === 0 ? '' : ` (${key.targetColumns.map(quoted).join(', ')})`;
  const onDelete = actions[key.onDelete] === '' ? '' : ` ON DELETE ${actions[key.onDelete]}`;
  const onUpdate = actions[key.onUpdate] === '' ? '' : ` ON UPDATE ${actions[key.onUpdate]}`;
  const columns = key.columns.map(quoted).join(', ');
  const definition = `FOREIGN KEY (${columns}) REFERENCES ${sqlName(key.target)}${target}${onDelete}${onUpdate}`;
  return inFiles(...validatedLater(table, key.name, definition));
}
