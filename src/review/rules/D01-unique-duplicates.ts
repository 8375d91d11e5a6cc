import { type Name, quoted, sqlName } from '../names.ts';
import { isNewHere, label, type Raised, type Rule, type Scene, tableIn } from './rule.ts';

export const uniqueDuplicates: Rule = {
  id: 'D01',
  tier: 'data',
  title: 'Duplicates stop a unique index',
  why: 'Where two rows share the value, building fails with 23505; CONCURRENTLY then leaves an invalid index behind.',
  source: 'SQLSTATE 23505; PostgreSQL manual, CREATE INDEX',
  example: {
    bad: 'CREATE UNIQUE INDEX orders_number_key ON orders (number);',
    good: 'CREATE INDEX CONCURRENTLY orders_number_idx ON orders (number);',
  },
  cases: {
    flagged: [
      'ALTER TABLE a ADD UNIQUE (b)',
      'CREATE UNIQUE INDEX k ON a (lower(b))',
      'ALTER TABLE a ADD PRIMARY KEY (b)',
      'ALTER TABLE a ADD COLUMN b int DEFAULT 0 UNIQUE',
    ],
    safe: [
      {
        schema:
          'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users, note text, total int NOT NULL DEFAULT 0);',
        sql: 'CREATE UNIQUE INDEX k ON orders (id, total)',
      },
      {
        schema: 'CREATE TABLE a (b int NOT NULL); CREATE UNIQUE INDEX k ON a (b);',
        sql: 'ALTER TABLE a ADD UNIQUE USING INDEX k',
      },
      'CREATE TABLE a (b int); CREATE UNIQUE INDEX k ON a (b);',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'create-index' && change.index.unique)
      return raise(scene, change.table, change.index.columns, change.concurrently);
    if (change.kind === 'add-column' && change.column.default !== null) {
      const keys = change.constraints.filter(({ kind }) => kind === 'unique' || kind === 'primary');
      return keys.flatMap(({ columns }) => raise(scene, change.table, columns, false));
    }
    if (change.kind !== 'add-constraint') return [];
    const { constraint, table } = change;
    if ((constraint.kind !== 'unique' && constraint.kind !== 'primary') || constraint.usingIndex !== null) return [];
    return raise(scene, table, constraint.columns, false);
  },
};

function raise(scene: Scene, table: Name, columns: readonly string[], concurrently: boolean): readonly Raised[] {
  if (isNewHere(scene, table) || isUniqueAlready(scene, table, columns)) return [];
  const keys = columns.length === 0 ? '…' : columns.map(quoted).join(', ');
  const message = `This fails where two rows of ${label(scene, table)} have the same ${keys}.`;
  const remedy = `-- must give no row\nSELECT ${keys}, count(*) FROM ${sqlName(table)} GROUP BY ${keys} HAVING count(*) > 1 LIMIT 1;`;
  return [{ severity: concurrently ? 'safe' : 'risky', message, remedy, relation: table }];
}

/** Some of the columns are unique by themselves. */
function isUniqueAlready(scene: Scene, table: Name, columns: readonly string[]): boolean {
  const indexes = tableIn(scene, table)?.indexes ?? [];
  return indexes.some(
    (one) =>
      one.unique &&
      one.valid &&
      !one.partial &&
      one.expressionColumns.length === 0 &&
      one.columns.length > 0 &&
      one.columns.every((column) => columns.includes(column)),
  );
}
