import { sqlType } from '../changes/type-ref.ts';
import { rewriteReason } from '../forecast/columns.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const serialColumn: Rule = {
  id: 'L16',
  tier: 'lock',
  title: 'A new serial or identity column rewrites the whole table',
  why: 'Every row gets its number, so table and indexes are written anew under AccessExclusive.',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN number bigserial;',
    good: 'ALTER TABLE orders ADD COLUMN number bigint;',
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'add-column') return [];
    const reason = rewriteReason(catalog, change.column);
    if (reason !== 'serial' && reason !== 'identity') return [];
    const { table, column } = change;
    const sequence = `${table.name}_${column.name}_seq`;
    const message = `Numbering every row in ${quoted(column.name)} rewrites ${label(scene, table)} while nobody can read or write it.`;
    const remedy = `CREATE SEQUENCE ${quoted(sequence)};\nALTER TABLE ${sqlName(table)} ADD COLUMN ${quoted(column.name)} ${sqlType(column.type)};\nALTER TABLE ${sqlName(table)} ALTER COLUMN ${quoted(column.name)} SET DEFAULT nextval('${quoted(sequence)}');\n-- then fill the old rows in batches, and make it NOT NULL`;
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
