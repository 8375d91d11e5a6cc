import { quoted, sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const primaryKeyWithoutIndex: Rule = {
  id: 'L10',
  tier: 'lock',
  title: 'A primary key builds its index under the strongest lock',
  why: 'Besides the index, every row is checked for NULL. Columns made NOT NULL and an index built concurrently beforehand leave only a change of names.',
  example: {
    bad: 'ALTER TABLE orders ADD PRIMARY KEY (id);',
    good: 'ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey;',
    schema: 'CREATE TABLE orders (id int NOT NULL); CREATE UNIQUE INDEX orders_pkey ON orders (id);',
  },
  applies: (scene) => {
    const { change } = scene;
    if (
      change.kind !== 'add-constraint' ||
      change.constraint.kind !== 'primary' ||
      change.constraint.usingIndex !== null
    )
      return [];
    const { constraint, table } = change;
    const name = quoted(constraint.name);
    const message = `Adding the primary key ${name} blocks reads and writes of ${label(scene, table)} while its index is built.`;
    const remedy = `-- the columns NOT NULL first; then, alone in its file\nCREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${sqlName(table)} (${constraint.columns.map(quoted).join(', ')});\n-- next file\nALTER TABLE ${sqlName(table)} ADD CONSTRAINT ${name} PRIMARY KEY USING INDEX ${name};`;
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
