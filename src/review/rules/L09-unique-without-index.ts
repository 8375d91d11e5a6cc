import { quoted, sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const uniqueWithoutIndex: Rule = {
  id: 'L09',
  tier: 'lock',
  title: 'A UNIQUE constraint builds its index under the strongest lock',
  why: 'Built concurrently beforehand, the index becomes the constraint in an instant.',
  example: {
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE (number);',
    good: 'ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE USING INDEX orders_number_key;',
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
    const remedy = `-- first file, alone\nCREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${sqlName(table)} (${constraint.columns.map(quoted).join(', ')});\n-- second file\nALTER TABLE ${sqlName(table)} ADD CONSTRAINT ${name} UNIQUE USING INDEX ${name};`;
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
