import { sqlOrLeft } from '../changes/to-sql.ts';
import { sqlType } from '../changes/type-ref.ts';
import { rewriteReason } from '../forecast/columns.ts';
import { quoted, sqlName } from '../names.ts';
import { inFiles, notNullSteps } from './remedies.ts';
import { label, type Rule } from './rule.ts';

export const volatileDefault: Rule = {
  id: 'L14',
  tier: 'lock',
  title: 'A volatile default rewrites the whole table',
  why: 'Each row gets a value of its own, so table and indexes are written anew under AccessExclusive. now() and constants are not volatile.',
  locks: 'AccessExclusive while the table and all its indexes are written anew.',
  versions: 'Before PostgreSQL 11 every default does this.',
  source: 'PostgreSQL manual, ALTER TABLE, “Notes”; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();',
    good: 'ALTER TABLE orders ADD COLUMN made timestamptz DEFAULT now();',
  },
  cases: {
    flagged: [
      'ALTER TABLE orders ADD COLUMN IF NOT EXISTS "token" UUID NOT NULL DEFAULT gen_random_uuid()',
      "ALTER TABLE orders ADD COLUMN code text DEFAULT ('x' || (random() * 100)::int)",
      "ALTER TABLE orders ADD n bigint DEFAULT nextval('s'::regclass)",
      'ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT clock_timestamp()',
      'ALTER TABLE orders ADD COLUMN c text DEFAULT shop.make_code()',
      'ALTER TABLE orders ADD COLUMN a int, ADD COLUMN b uuid DEFAULT public.uuid_generate_v4()',
      {
        schema: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1';",
        sql: 'ALTER TABLE orders ADD COLUMN c int DEFAULT f()',
      },
      'ALTER TABLE orders ADD COLUMN c text DEFAULT timeofday()',
    ],
    safe: [
      'ALTER TABLE orders ADD COLUMN at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP',
      'ALTER TABLE orders ADD COLUMN at timestamp DEFAULT LOCALTIMESTAMP(3)',
      "ALTER TABLE orders ADD COLUMN m jsonb NOT NULL DEFAULT '{}'::jsonb, ADD COLUMN l text[] DEFAULT ARRAY[]::text[]",
      "ALTER TABLE orders ADD COLUMN at timestamp DEFAULT (now() AT TIME ZONE 'utc')",
      'ALTER TABLE orders ADD COLUMN until date DEFAULT current_date + 7, ADD COLUMN x bigint DEFAULT txid_current()',
      {
        schema: "CREATE FUNCTION f() RETURNS int IMMUTABLE LANGUAGE sql AS 'select 1';",
        sql: 'ALTER TABLE orders ADD COLUMN c int DEFAULT f()',
      },
      'ALTER TABLE orders ALTER COLUMN id SET DEFAULT gen_random_uuid()',
      "ALTER TABLE orders ADD COLUMN tenant uuid DEFAULT current_setting('app.tenant')::uuid",
      'ALTER TABLE orders ADD COLUMN who text DEFAULT CURRENT_USER',
      "ALTER TABLE orders ADD COLUMN a interval DEFAULT '1 day'::interval * 2",
    ],
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'add-column' || rewriteReason(catalog, change.column) !== 'volatile-default') return [];
    const { table, column } = change;
    const target = `ALTER TABLE ${sqlName(table)}`;
    const message = `The default of ${quoted(column.name)} differs in each row, so ${label(scene, table)} is rewritten while nobody can read or write it.`;
    const added = `${target} ADD COLUMN ${quoted(column.name)} ${sqlType(column.type)};\n${target} ALTER COLUMN ${quoted(column.name)} SET DEFAULT ${sqlOrLeft(column.default)};\n-- then fill the old rows in batches, outside the migration`;
    const remedy = inFiles(added, ...(column.nullable ? [] : notNullSteps(table, column.name, catalog.serverVersion)));
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
