import { sqlType } from '../changes/type-ref.ts';
import { forecastType } from '../forecast/columns.ts';
import { quoted, sqlName } from '../names.ts';
import { isReplacementStep } from './enum-replacement.ts';
import { label, type Rule, tableIn } from './rule.ts';

export const typeRewrite: Rule = {
  id: 'L20',
  tier: 'lock',
  title: "A column's new type rewrites the whole table",
  why: 'Table and all indexes are written anew under AccessExclusive. Only some widenings are free: varchar to a longer one or text, numeric of the same scale, timestamp to a finer one.',
  locks: 'AccessExclusive while the table and all its indexes are written anew.',
  versions: 'timestamp to timestamptz is free from PostgreSQL 12 on, where the session is in UTC.',
  source: 'PostgreSQL manual, ALTER TABLE, “Notes”; the pairs of types measured on PostgreSQL 15',
  example: {
    schema: 'CREATE TABLE orders (id int, note varchar(20));',
    bad: 'ALTER TABLE orders ALTER COLUMN id TYPE bigint;',
    good: 'ALTER TABLE orders ALTER COLUMN note TYPE varchar(40);',
  },
  cases: {
    schema:
      'CREATE TABLE orders (c1 int, c2 text, c3 char(3), c4 numeric(10,2), c5 timestamp(3), c6 uuid, c7 json, c8 inet, c9 timestamp, c10 varchar(10), c11 smallint, c12 real, c13 varchar(20), c14 cidr, c15 varbit(3), c16 time(0), c17 timestamptz(0));',
    flagged: [
      'ALTER TABLE orders ALTER COLUMN c1 TYPE bigint',
      'ALTER TABLE orders ALTER COLUMN c2 TYPE varchar(10)',
      'ALTER TABLE orders ALTER COLUMN c3 TYPE char(5)',
      'ALTER TABLE orders ALTER COLUMN c4 TYPE numeric(12,4)',
      'ALTER TABLE orders ALTER COLUMN c5 TYPE timestamptz(3)',
      'ALTER TABLE orders ALTER COLUMN c6 TYPE text USING c6::text',
      'ALTER TABLE orders ALTER COLUMN c7 TYPE jsonb',
      'ALTER TABLE orders ALTER COLUMN c2 TYPE text USING lower(c2)',
      'ALTER TABLE orders ALTER COLUMN c8 TYPE cidr',
      'ALTER TABLE orders ALTER COLUMN c9 TYPE date',
      'ALTER TABLE orders ALTER COLUMN c10 TYPE char(10)',
      'ALTER TABLE orders ALTER COLUMN c11 TYPE int',
      'ALTER TABLE orders ALTER COLUMN c12 TYPE double precision',
      {
        schema: "CREATE TYPE state AS ENUM ('a'); CREATE TABLE orders (id int PRIMARY KEY, a state);",
        sql: 'ALTER TABLE orders ALTER COLUMN a TYPE text',
      },
      'ALTER TABLE "User" ALTER COLUMN "id" SET DATA TYPE BIGINT;',
      'ALTER TABLE orders ALTER COLUMN c9 TYPE timestamptz',
    ],
    safe: [
      'ALTER TABLE orders ALTER COLUMN c13 TYPE varchar(50)',
      'ALTER TABLE orders ALTER COLUMN c13 TYPE text',
      'ALTER TABLE orders ALTER COLUMN c2 TYPE varchar',
      'ALTER TABLE orders ALTER COLUMN c4 TYPE numeric(12,2)',
      'ALTER TABLE orders ALTER COLUMN c4 TYPE numeric',
      'ALTER TABLE orders ALTER COLUMN c5 TYPE timestamp',
      'ALTER TABLE orders ALTER COLUMN c14 TYPE inet',
      'ALTER TABLE orders ALTER COLUMN c15 TYPE varbit(5)',
      'ALTER TABLE orders ALTER COLUMN c13 TYPE text USING c13::text',
      'ALTER TABLE orders ALTER COLUMN c16 TYPE time(3)',
      'ALTER TABLE orders ALTER COLUMN c17 TYPE timestamptz',
      'ALTER TABLE orders ALTER COLUMN c13 TYPE character varying(50)',
    ],
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'alter-type') return [];
    const { work, known } = forecastType(catalog, tableIn(scene, change.table), change);
    if (work !== 'rewrite') return [];
    const column = quoted(change.column);
    const type = sqlType(change.type);
    const message = known
      ? `Changing ${column} to ${type} rewrites ${label(scene, change.table)} and its indexes while nobody can read or write it.`
      : `Changing ${column} to ${type} may rewrite ${label(scene, change.table)} while nobody can read or write it; its present type is not known here.`;
    const fresh = quoted(`${change.column}_new`);
    const remedy = isReplacementStep(scene)
      ? '-- rather leave the value in the type, unused: see B07'
      : `ALTER TABLE ${sqlName(change.table)} ADD COLUMN ${fresh} ${type};\n-- write both columns (in code or by a trigger), fill the old rows in batches, read the new one,\n-- then, when no old code runs, drop ${column}`;
    return [
      {
        severity: known || change.using !== null ? 'risky' : 'caution',
        message,
        remedy,
        relation: change.table,
        timed: true,
      },
    ];
  },
};
