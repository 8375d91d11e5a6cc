import { typeEntry } from '../catalog/catalog.ts';
import type { TypeRef } from '../catalog/model.ts';
import { sqlType } from '../changes/type-ref.ts';
import { baseOf } from '../forecast/type-matrix.ts';
import { quoted, sqlName } from '../names.ts';
import { inFiles, notNullSteps } from './remedies.ts';
import { label, type Rule } from './rule.ts';

export const requiredColumn: Rule = {
  id: 'B08',
  tier: 'compat',
  title: 'A required column without a default',
  why: 'It fails (23502) on a table that has rows; on an empty one, INSERTs of running code fail. Prisma writes it for a required field, also for @updatedAt and @default(uuid()), which it fills itself.',
  locks: 'AccessExclusive; where rows are there it reads one and fails.',
  source: 'SQLSTATE 23502; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN state text NOT NULL;',
    good: "ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new';",
  },
  cases: {
    flagged: [
      'ALTER TABLE "A" ADD COLUMN "updatedAt" TIMESTAMP(3) NOT NULL;',
      'ALTER TABLE orders ADD COLUMN a int NOT NULL DEFAULT NULL',
      'ALTER TABLE orders ADD COLUMN a int, ADD COLUMN b text NOT NULL',
      {
        schema: 'CREATE DOMAIN need AS int NOT NULL; CREATE TABLE orders (id int);',
        sql: 'ALTER TABLE orders ADD COLUMN a need',
      },
      'ALTER TABLE orders ADD COLUMN a int PRIMARY KEY',
    ],
    safe: [
      'ALTER TABLE orders ADD COLUMN a int NOT NULL DEFAULT 0',
      'ALTER TABLE orders ADD COLUMN a int NOT NULL GENERATED ALWAYS AS IDENTITY',
      'CREATE TABLE a (x int); ALTER TABLE a ADD COLUMN y int NOT NULL;',
      'ALTER TABLE orders ADD COLUMN a int NULL',
    ],
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
    const name = quoted(column.name);
    const type = sqlType(baseOf(scene.catalog, column.type));
    const remedy = inFiles(
      `${target} ADD COLUMN ${name} ${type};\n${target} ALTER COLUMN ${name} SET DEFAULT ${exampleOf(column.type)}; -- or what fits\n-- then fill the old rows in batches, outside the migration`,
      ...notNullSteps(table, column.name, scene.catalog.serverVersion),
    );
    return [{ severity: 'risky', message, remedy, relation: table }];
  },
};

const examples: Readonly<Record<string, string>> = {
  bool: 'false',
  text: "''",
  varchar: "''",
  json: "'{}'",
  jsonb: "'{}'",
  uuid: 'gen_random_uuid()',
  timestamp: 'now()',
  timestamptz: 'now()',
  date: 'now()',
};
const numbers = /^(int|float|numeric)/;

/** A value that a column of the type can take; `…` for types of one's own. */
function exampleOf({ name, array }: TypeRef): string {
  if (array) return "'{}'";
  return examples[name] ?? (numbers.test(name) ? '0' : '…');
}
