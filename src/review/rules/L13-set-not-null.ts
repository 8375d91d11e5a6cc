import { provenNotNull } from '../forecast/columns.ts';
import { quoted } from '../names.ts';
import { notNullSteps } from './remedies.ts';
import { label, mayBeProven, type Rule, tableIn } from './rule.ts';

export const setNotNull: Rule = {
  id: 'L13',
  tier: 'lock',
  title: 'SET NOT NULL reads the whole table under the strongest lock',
  why: 'Nobody reads or writes the table while PostgreSQL looks at every row. From PostgreSQL 12 on it skips that where a valid CHECK (column IS NOT NULL) proves it.',
  example: {
    bad: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL;',
    good: 'ALTER TABLE orders VALIDATE CONSTRAINT orders_note_not_null;\nALTER TABLE orders ALTER COLUMN note SET NOT NULL;',
    schema:
      'CREATE TABLE orders (id int PRIMARY KEY, note text); ALTER TABLE orders ADD CONSTRAINT orders_note_not_null CHECK (note IS NOT NULL) NOT VALID;',
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'set-not-null' || provenNotNull(catalog, tableIn(scene, change.table), change.column))
      return [];
    const perhaps = mayBeProven(scene, change.table);
    const message = `SET NOT NULL on ${quoted(change.column)} blocks reads and writes of ${label(scene, change.table)} while every row is checked${perhaps ? ', unless the constraint that was validated before says IS NOT NULL' : ''}.`;
    return [
      {
        severity: perhaps ? 'caution' : 'risky',
        message,
        remedy: notNullSteps(change.table, change.column),
        relation: change.table,
        timed: true,
      },
    ];
  },
};
