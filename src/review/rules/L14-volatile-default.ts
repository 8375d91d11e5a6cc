import { sqlType } from '../changes/type-ref.ts';
import { rewriteReason } from '../forecast/columns.ts';
import { quoted, sqlName } from '../names.ts';
import { notNullSteps } from './remedies.ts';
import { label, type Rule } from './rule.ts';

export const volatileDefault: Rule = {
  id: 'L14',
  tier: 'lock',
  title: 'A volatile default rewrites the whole table',
  why: 'Each row gets a value of its own, so table and indexes are written anew under AccessExclusive. now() and constants are not volatile.',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();',
    good: 'ALTER TABLE orders ADD COLUMN made timestamptz DEFAULT now();',
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'add-column' || rewriteReason(catalog, change.column) !== 'volatile-default') return [];
    const { table, column } = change;
    const target = `ALTER TABLE ${sqlName(table)}`;
    const message = `The default of ${quoted(column.name)} differs in each row, so ${label(scene, table)} is rewritten while nobody can read or write it.`;
    const required = column.nullable ? '' : `\n-- at last\n${notNullSteps(table, column.name)}`;
    const remedy = `${target} ADD COLUMN ${quoted(column.name)} ${sqlType(column.type)};\n${target} ALTER COLUMN ${quoted(column.name)} SET DEFAULT …;\n-- then fill the old rows in batches, outside the migration${required}`;
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
