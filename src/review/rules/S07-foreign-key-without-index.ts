import type { Constraint } from '../catalog/model.ts';
import { madeName, type Name, quoted, sqlName } from '../names.ts';
import { label, onSameTable, type Rule, type Scene, tableIn } from './rule.ts';

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
    const indexed = indexesOf(scene, change.table, constraints);
    const table = tableIn(scene, change.table);
    return constraints.flatMap((one) => {
      if (one.kind !== 'foreign' || indexed.some((columns) => leads(columns, one.columns))) return [];
      const columns = one.columns.map(quoted).join(', ');
      const message = `No index on ${columns} of ${label(scene, change.table)}: deleting a row of ${label(scene, one.target)} reads the whole table.`;
      const remedy = `-- alone in its migration file\nCREATE INDEX CONCURRENTLY ${quoted(madeName(change.table.name, ...one.columns, 'idx'))} ON ${sqlName(change.table)} (${columns});`;
      const severity = (table?.rows ?? 0) >= large ? 'caution' : 'safe';
      return [{ severity, message, remedy, relation: change.table, evenNew: true }];
    });
  },
};

/** The columns of each index that the table has or gets in this file. */
function indexesOf(scene: Scene, table: Name, added: readonly Constraint[]): readonly (readonly string[])[] {
  const isKey = ({ kind }: Constraint) => kind === 'primary' || kind === 'unique';
  const coming = onSameTable(scene, table).flatMap(({ change: one }) => {
    if (one.kind === 'create-index') return [one.index.columns];
    const keyed = one.kind === 'add-constraint' && one.table.name === table.name && isKey(one.constraint);
    return keyed ? [one.constraint.columns] : [];
  });
  const there = (tableIn(scene, table)?.indexes ?? []).filter(({ partial }) => !partial);
  return [...added.filter(isKey).map((one) => one.columns), ...coming, ...there.map(({ columns }) => columns)];
}

/** Whether an index begins with these columns, in whatever order. */
function leads(index: readonly string[], columns: readonly string[]): boolean {
  const first = index.slice(0, columns.length);
  return columns.every((column) => first.includes(column));
}
