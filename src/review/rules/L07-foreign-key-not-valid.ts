import type { ForeignKey } from '../catalog/model.ts';
import { type Name, quoted, sqlName } from '../names.ts';
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
  example: {
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_user_fkey FOREIGN KEY (user_id) REFERENCES users (id);',
    good: 'ALTER TABLE orders ADD CONSTRAINT orders_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;',
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
  const name = quoted(key.name);
  return `-- first file\nALTER TABLE ${sqlName(table)} ADD CONSTRAINT ${name} FOREIGN KEY (${columns}) REFERENCES ${sqlName(key.target)}${target}${onDelete}${onUpdate} NOT VALID;\n-- second file\nALTER TABLE ${sqlName(table)} VALIDATE CONSTRAINT ${name};`;
}
