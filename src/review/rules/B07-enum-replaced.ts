import { typeEntry } from '../catalog/catalog.ts';
import { sqlName } from '../names.ts';
import { label, placedOf, type Rule } from './rule.ts';

export const enumReplaced: Rule = {
  id: 'B07',
  tier: 'compat',
  title: 'An enum is replaced to take a value out',
  why: 'Prisma makes a new type, casts the column to it and drops the old one: the table is rewritten, the file fails where a row still holds a value that is gone, and old code that writes it fails.',
  example: {
    bad: "CREATE TYPE state_new AS ENUM ('a', 'b');\nALTER TABLE orders ALTER COLUMN state TYPE state_new USING (state::text::state_new);\nALTER TYPE state RENAME TO state_old;\nALTER TYPE state_new RENAME TO state;\nDROP TYPE state_old;",
    good: "ALTER TYPE state ADD VALUE 'c';",
  },
  applies: (scene) => {
    const { change, catalog, place } = scene;
    if (change.kind !== 'alter-type') return [];
    const entry = typeEntry(catalog, change.type);
    const made = entry?.kind === 'enum' && entry.origin.kind === 'plan' && entry.origin.file === place.file;
    if (!made || !placedOf(place, 'drop').some((one) => one.change.what === 'type')) return [];
    const message = `Replacing the enum of ${label(scene, change.table)} rewrites it, fails where a row holds a value that is gone, and breaks running code that writes it.`;
    const column = change.column;
    const remedy = `-- which rows stand in the way\nSELECT "${column}", count(*) FROM ${sqlName(change.table)} GROUP BY 1;\n-- and rather leave the value in the type, unused`;
    return [{ severity: 'risky', message, remedy, relation: change.table }];
  },
};
