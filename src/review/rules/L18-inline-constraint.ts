import { sqlType } from '../changes/type-ref.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const inlineConstraint: Rule = {
  id: 'L18',
  tier: 'lock',
  title: 'A new column brings a constraint that reads the table',
  why: 'CHECK, UNIQUE and PRIMARY KEY written with the column are checked or built at once under AccessExclusive, even where the column is empty.',
  example: {
    bad: "ALTER TABLE orders ADD COLUMN state text CHECK (state <> '');",
    good: 'ALTER TABLE orders ADD COLUMN state text;',
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'add-column') return [];
    const { table, column } = change;
    const heavy = change.constraints.filter(({ kind }) => kind === 'check' || kind === 'unique' || kind === 'primary');
    return heavy.map((constraint) => {
      const name = quoted(constraint.name);
      const column_ = quoted(column.name);
      const next =
        constraint.kind === 'check'
          ? `ALTER TABLE ${sqlName(table)} ADD CONSTRAINT ${name} CHECK (…) NOT VALID;\n-- next file\nALTER TABLE ${sqlName(table)} VALIDATE CONSTRAINT ${name};`
          : `-- next file, alone\nCREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${sqlName(table)} (${column_});\n-- next file\nALTER TABLE ${sqlName(table)} ADD CONSTRAINT ${name} ${constraint.kind === 'primary' ? 'PRIMARY KEY' : 'UNIQUE'} USING INDEX ${name};`;
      const does = constraint.kind === 'check' ? 'every row is checked' : 'an index is built';
      return {
        severity: 'risky',
        message: `The constraint ${name} on the new column ${column_} blocks reads and writes of ${label(scene, table)} while ${does}.`,
        remedy: `ALTER TABLE ${sqlName(table)} ADD COLUMN ${column_} ${sqlType(column.type)};\n${next}`,
        relation: table,
        timed: true,
      };
    });
  },
};
