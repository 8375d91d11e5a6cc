import type { Constraint } from '../catalog/model.ts';
import { madeName, quoted, sqlName } from '../names.ts';
import { label, onSameTable, type Rule, tableIn } from './rule.ts';

/** Rows from which a DELETE on the other table is felt. */
const large = 100_000;

export const foreignKeyWithoutIndex: Rule = {
  id: 'S07',
  tier: 'style',
  title: 'A foreign key without an index on its columns',
  why: 'Deleting or changing a row of the other table reads this whole table to see that nothing refers to it.',
  source: 'PostgreSQL manual, Constraints, Foreign Keys',
  example: {
    schema:
      'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int, user_id int); CREATE TABLE notes (id int, user_id int); CREATE INDEX ON notes (user_id);',
    bad: 'ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;',
    good: 'ALTER TABLE notes ADD FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;',
  },
  cases: {
    flagged: ['CREATE TABLE a (id int PRIMARY KEY, u int REFERENCES users)'],
    safe: [
      'CREATE TABLE a (u int PRIMARY KEY REFERENCES users)',
      'CREATE TABLE a (id int, u int REFERENCES users); CREATE INDEX ON a (u);',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'create-table' && change.kind !== 'add-constraint' && change.kind !== 'add-column') return [];
    const constraints: readonly Constraint[] =
      change.kind === 'add-constraint' ? [change.constraint] : change.constraints;
    if (!constraints.some(({ kind }) => kind === 'foreign')) return [];
    const table = tableIn(scene, change.table);
    const own = constraints.filter((one) => one.kind === 'primary' || one.kind === 'unique').map((one) => one.columns);
    const coming = onSameTable(scene, change.table).flatMap(({ change: one }) => {
      if (one.kind === 'create-index') return [one.index.columns];
      const keyed =
        one.kind === 'add-constraint' &&
        one.table.name === change.table.name &&
        (one.constraint.kind === 'primary' || one.constraint.kind === 'unique');
      return keyed ? [one.constraint.columns] : [];
    });
    const indexed = [
      ...own,
      ...coming,
      ...(table?.indexes ?? []).filter(({ partial }) => !partial).map(({ columns }) => columns),
    ];
    return constraints.flatMap((one) => {
      if (
        one.kind !== 'foreign' ||
        indexed.some((columns) =>
          one.columns.every(
            (column, at) => columns.slice(0, one.columns.length).includes(column) && at < columns.length,
          ),
        )
      )
        return [];
      const columns = one.columns.map(quoted).join(', ');
      const message = `No index on ${columns} of ${label(scene, change.table)}: deleting a row of ${label(scene, one.target)} reads the whole table.`;
      const remedy = `-- alone in its migration file\nCREATE INDEX CONCURRENTLY ${quoted(madeName(change.table.name, ...one.columns, 'idx'))} ON ${sqlName(change.table)} (${columns});`;
      return [
        {
          severity: (table?.rows ?? 0) >= large ? 'caution' : 'safe',
          message,
          remedy,
          relation: change.table,
          evenNew: true,
        },
      ];
    });
  },
};
