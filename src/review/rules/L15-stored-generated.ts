import { sqlType } from '../changes/type-ref.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const storedGenerated: Rule = {
  id: 'L15',
  tier: 'lock',
  title: 'A stored generated column rewrites the whole table',
  why: 'Its value is computed and written for each row under AccessExclusive. A VIRTUAL column (PostgreSQL 18) is not written.',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN gross numeric GENERATED ALWAYS AS (net * 1.2) STORED;',
    good: 'ALTER TABLE orders ADD COLUMN gross numeric;',
  },
  applies: (scene) => {
    const { change } = scene;
    const stored = change.kind === 'add-column' && change.column.generated === 'stored';
    if (!stored && change.kind !== 'set-expression') return [];
    const { table } = change;
    const name = change.kind === 'add-column' ? change.column.name : change.column;
    const type = change.kind === 'add-column' ? sqlType(change.column.type) : '…';
    const message = `The generated column ${quoted(name)} rewrites ${label(scene, table)} while nobody can read or write it.`;
    const remedy = `ALTER TABLE ${sqlName(table)} ADD COLUMN ${quoted(name)} ${type};\n-- then a trigger that fills it on INSERT and UPDATE, and the old rows in batches`;
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
