import { quoted } from '../names.ts';
import { indexFirst, inFiles } from './remedies.ts';
import { label, type Rule } from './rule.ts';

export const uniqueWithoutIndex: Rule = {
  id: 'L09',
  tier: 'lock',
  title: 'A UNIQUE constraint builds its index under the strongest lock',
  why: 'Built concurrently beforehand, the index becomes the constraint in an instant.',
  locks: 'AccessExclusive while the index is built. With USING INDEX: for an instant.',
  source: 'PostgreSQL manual, ALTER TABLE, ADD table_constraint_using_index; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE (number);',
    good: 'ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE USING INDEX orders_number_key;',
  },
  cases: {
    flagged: [
      'ALTER TABLE orders ADD UNIQUE (number)',
      'ALTER TABLE "A" ADD CONSTRAINT "k" UNIQUE ("a", "b") DEFERRABLE INITIALLY DEFERRED',
      'alter table a add constraint k unique nulls not distinct (b)',
    ],
    safe: [
      'CREATE TABLE a (b int UNIQUE); ALTER TABLE a ADD UNIQUE (b);',
      {
        schema: 'CREATE TABLE a (b int NOT NULL); CREATE UNIQUE INDEX k ON a (b);',
        sql: 'ALTER TABLE a ADD UNIQUE USING INDEX k',
      },
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (
      change.kind !== 'add-constraint' ||
      change.constraint.kind !== 'unique' ||
      change.constraint.usingIndex !== null
    )
      return [];
    const { constraint, table } = change;
    const name = quoted(constraint.name);
    const message = `Adding ${name} blocks reads and writes of ${label(scene, table)} while its index is built.`;
    const remedy = inFiles(...indexFirst(table, constraint));
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
