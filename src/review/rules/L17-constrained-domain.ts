import { typeEntry } from '../catalog/catalog.ts';
import { sqlType } from '../changes/type-ref.ts';
import { rewriteReason } from '../forecast/columns.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const constrainedDomain: Rule = {
  id: 'L17',
  tier: 'lock',
  title: 'A column of a domain with constraints rewrites the whole table',
  why: 'PostgreSQL writes every row anew to check the domain, even where the column is empty.',
  example: {
    schema: "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%'); CREATE TABLE orders (id int);",
    bad: 'ALTER TABLE orders ADD COLUMN contact email;',
    good: 'ALTER TABLE orders ADD COLUMN contact text;',
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'add-column' || rewriteReason(catalog, change.column) !== 'domain') return [];
    const { table, column } = change;
    const entry = typeEntry(catalog, column.type);
    const base = entry?.kind === 'domain' ? sqlType(entry.base) : '…';
    const message = `The domain of ${quoted(column.name)} has constraints, so ${label(scene, table)} is rewritten while nobody can read or write it.`;
    const remedy = `ALTER TABLE ${sqlName(table)} ADD COLUMN ${quoted(column.name)} ${base};\nALTER TABLE ${sqlName(table)} ADD CONSTRAINT ${quoted(`${table.name}_${column.name}_check`)} CHECK (…) NOT VALID;\n-- next file: VALIDATE CONSTRAINT`;
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
