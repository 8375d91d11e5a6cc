import { quoted } from '../names.ts';
import { indexFirst, inFiles } from './remedies.ts';
import { label, type Rule } from './rule.ts';

export const primaryKeyWithoutIndex: Rule = {
  id: 'L10',
  tier: 'lock',
  title: 'A primary key builds its index under the strongest lock',
  why: 'Besides the index, every row is checked for NULL. Columns made NOT NULL and an index built concurrently beforehand leave only a change of names.',
  locks:
    'AccessExclusive while the index is built and every row is read for NULLs. With USING INDEX on NOT NULL columns: for an instant.',
  source: 'PostgreSQL manual, ALTER TABLE, ADD table_constraint_using_index; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE orders ADD PRIMARY KEY (id);',
    good: 'ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey;',
    schema: 'CREATE TABLE orders (id int NOT NULL); CREATE UNIQUE INDEX orders_pkey ON orders (id);',
  },
  cases: {
    flagged: [
      'ALTER TABLE "A" ADD CONSTRAINT "A_pkey" PRIMARY KEY ("a", "b")',
      'ALTER TABLE "A" DROP CONSTRAINT "A_pkey", ADD CONSTRAINT "A_pkey" PRIMARY KEY ("id");',
    ],
    safe: ['CREATE TABLE a (b int); ALTER TABLE a ADD PRIMARY KEY (b);'],
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
    const remedy = `-- the columns NOT NULL first\n${inFiles(...indexFirst(table, constraint))}`;
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
