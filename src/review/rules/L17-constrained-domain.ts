import { typeEntry } from '../catalog/catalog.ts';
import type { Catalog, TypeRef } from '../catalog/model.ts';
import { left } from '../changes/to-sql.ts';
import { sqlType } from '../changes/type-ref.ts';
import { rewriteReason } from '../forecast/columns.ts';
import { baseOf } from '../forecast/type-matrix.ts';
import { madeName, quoted, sqlName } from '../names.ts';
import { inFiles, validatedLater } from './remedies.ts';
import { label, type Rule } from './rule.ts';

/** PostgreSQL's own types, and those of well-known extensions: none is a domain with constraints. */
const plain = new Set(
  'int2 int4 int8 float4 float8 numeric money bool text varchar bpchar char name citext uuid json jsonb jsonpath xml bytea bit varbit date time timetz timestamp timestamptz interval inet cidr macaddr macaddr8 tsvector tsquery oid regclass point line lseg box path polygon circle int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange hstore ltree lquery cube isbn geometry geography vector halfvec pg_lsn'.split(
    ' ',
  ),
);

function mayBeDomain(catalog: Catalog, type: TypeRef): boolean {
  return !catalog.complete && !type.array && !plain.has(type.name) && typeEntry(catalog, type) === undefined;
}

export const constrainedDomain: Rule = {
  id: 'L17',
  tier: 'lock',
  title: 'A column of a domain with constraints rewrites the whole table',
  why: 'PostgreSQL writes every row anew to check the domain, even where the column is empty.',
  locks: 'AccessExclusive while the table and all its indexes are written anew, even where the column stays empty.',
  source: 'measured on PostgreSQL 15',
  example: {
    schema: "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%'); CREATE TABLE orders (id int);",
    bad: 'ALTER TABLE orders ADD COLUMN contact email;',
    good: 'ALTER TABLE orders ADD COLUMN contact text;',
  },
  cases: {
    flagged: [
      {
        schema:
          "CREATE DOMAIN mail AS text CHECK (VALUE LIKE '%@%'); CREATE DOMAIN work_mail AS mail; CREATE TABLE orders (id int);",
        sql: 'ALTER TABLE orders ADD COLUMN m work_mail',
      },
      {
        schema: 'CREATE DOMAIN need AS text NOT NULL; CREATE TABLE orders (id int);',
        sql: "ALTER TABLE orders ADD COLUMN m need DEFAULT 'x'",
      },
      'CREATE DOMAIN pos AS int CHECK (VALUE > 0); ALTER TABLE orders ADD COLUMN n pos;',
    ],
    safe: [
      {
        schema: 'CREATE DOMAIN mail AS text; CREATE TABLE orders (id int);',
        sql: 'ALTER TABLE orders ADD COLUMN m mail',
      },
      {
        schema: "CREATE TYPE state AS ENUM ('a'); CREATE TABLE orders (id int);",
        sql: "ALTER TABLE orders ADD COLUMN s state NOT NULL DEFAULT 'a'",
      },
      { schema: 'CREATE DOMAIN pos AS int CHECK (VALUE > 0);', sql: 'CREATE TABLE a (n pos)' },
    ],
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'add-column') return [];
    const { table, column } = change;
    if (mayBeDomain(catalog, column.type)) {
      const message = `Where ${sqlType(column.type)} is a domain with constraints, ${quoted(column.name)} rewrites ${label(scene, table)}; without the catalog that is not known.`;
      const remedy = '-- an enum or a type of an extension is fine: --schema or --catalog tells the reviewer';
      return [{ severity: 'caution', message, remedy, relation: table }];
    }
    if (rewriteReason(catalog, column) !== 'domain') return [];
    const base = sqlType(baseOf(catalog, column.type));
    const message = `The domain of ${quoted(column.name)} has constraints, so ${label(scene, table)} is rewritten while nobody can read or write it.`;
    const name = madeName(table.name, column.name, 'check');
    const [checked = '', validated = ''] = validatedLater(table, name, `CHECK (${left})`);
    const added = `ALTER TABLE ${sqlName(table)} ADD COLUMN ${quoted(column.name)} ${base};`;
    const remedy = inFiles(`${added}\n-- what the domain says, on the table\n${checked}`, validated);
    return [{ severity: 'risky', message, remedy, relation: table, timed: true }];
  },
};
