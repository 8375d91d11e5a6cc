import { typeEntry } from '../catalog/catalog.ts';
import { sqlType } from '../changes/type-ref.ts';
import { quoted, sqlName } from '../names.ts';
import { notNullSteps } from './remedies.ts';
import { label, type Rule } from './rule.ts';

export const requiredColumn: Rule = {
  id: 'B08',
  tier: 'compat',
  title: 'A required column without a default',
  why: 'It fails (23502) on a table that has rows; on an empty one, INSERTs of running code fail. Prisma writes it for a required field, also for @updatedAt and @default(uuid()), which it fills itself.',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN state text NOT NULL;',
    good: "ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new';",
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'add-column') return [];
    const { column, table } = change;
    const domain = column.type.array ? undefined : typeEntry(scene.catalog, column.type);
    const nullable = column.nullable && !(domain?.kind === 'domain' && domain.notNull);
    if (nullable || column.default !== null || column.identity || column.serial || column.generated !== null) return [];
    const message = `${quoted(column.name)} is required and has no default: this fails where ${label(scene, table)} has rows, and running code cannot insert any more.`;
    const target = `ALTER TABLE ${sqlName(table)}`;
    const remedy = `${target} ADD COLUMN ${quoted(column.name)} ${sqlType(column.type)};\n${target} ALTER COLUMN ${quoted(column.name)} SET DEFAULT …;\n-- fill the old rows in batches, then\n${notNullSteps(table, column.name)}`;
    return [{ severity: 'risky', message, remedy, relation: table }];
  },
};
