import { sqlType } from '../changes/type-ref.ts';
import { quoted, sqlName } from '../names.ts';
import { checkSql, indexFirst, inFiles, validatedLater } from './remedies.ts';
import { label, type Rule } from './rule.ts';

export const inlineConstraint: Rule = {
  id: 'L18',
  tier: 'lock',
  title: 'A new column brings a constraint that reads the table',
  why: 'CHECK, UNIQUE and PRIMARY KEY written with the column are checked or built at once under AccessExclusive, even where the column is empty.',
  locks: 'AccessExclusive while every row is read (CHECK) or an index is built (UNIQUE, PRIMARY KEY).',
  source: 'measured on PostgreSQL 15',
  example: {
    bad: "ALTER TABLE orders ADD COLUMN state text CHECK (state <> '');",
    good: 'ALTER TABLE orders ADD COLUMN state text;',
  },
  cases: {
    flagged: [
      'ALTER TABLE orders ADD COLUMN a int UNIQUE',
      'ALTER TABLE orders ADD COLUMN a int CONSTRAINT c CHECK (a > 0)',
      'ALTER TABLE orders ADD COLUMN id int PRIMARY KEY',
      'ALTER TABLE orders ADD COLUMN a int NOT NULL DEFAULT 0 CHECK (a >= 0) REFERENCES b',
    ],
    safe: ['ALTER TABLE orders ADD COLUMN a int NOT NULL DEFAULT 0', 'CREATE TABLE a (x int UNIQUE CHECK (x > 0))'],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'add-column') return [];
    const { table, column } = change;
    const heavy = change.constraints.flatMap((one) =>
      one.kind === 'check' || one.kind === 'unique' || one.kind === 'primary' ? [one] : [],
    );
    return heavy.map((constraint) => {
      const name = quoted(constraint.name);
      const column_ = quoted(column.name);
      const next =
        constraint.kind === 'check'
          ? validatedLater(table, constraint.name, checkSql(constraint))
          : indexFirst(table, constraint);
      const does = constraint.kind === 'check' ? 'every row is checked' : 'an index is built';
      return {
        severity: 'risky',
        message: `The constraint ${name} on the new column ${column_} blocks reads and writes of ${label(scene, table)} while ${does}.`,
        remedy: inFiles(`ALTER TABLE ${sqlName(table)} ADD COLUMN ${column_} ${sqlType(column.type)};`, ...next),
        relation: table,
        timed: true,
      };
    });
  },
};
