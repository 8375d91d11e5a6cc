import type { TypeRef } from '../catalog/model.ts';
import { sqlType } from '../changes/type-ref.ts';
import { conversionOf } from '../forecast/type-matrix.ts';
import { quoted, sqlName } from '../names.ts';
import { isReplacementStep } from './enum-replacement.ts';
import { label, type Rule, tableIn } from './rule.ts';

/** Types whose values running code reads alike. */
const families: readonly (readonly string[])[] = [
  ['int2', 'int4', 'int8'],
  ['numeric', 'float4', 'float8'],
  ['text', 'varchar', 'bpchar', 'citext'],
  ['timestamp', 'timestamptz', 'date'],
  ['json', 'jsonb'],
  ['time', 'timetz'],
  ['bit', 'varbit'],
  ['inet', 'cidr'],
];

const family = (type: TypeRef) => families.findIndex((names) => names.includes(type.name));
const alike = (from: TypeRef, to: TypeRef) =>
  from.array === to.array && (from.name === to.name || (family(from) === family(to) && family(from) !== -1));

export const incompatibleType: Rule = {
  id: 'B15',
  tier: 'compat',
  title: 'A column becomes another kind of value',
  why: 'Rows that cannot be converted stop the migration, and running code reads what it does not expect.',
  locks: 'AccessExclusive while the table and all its indexes are written anew.',
  source: 'SQLSTATE 22P02 and 42804; measured on PostgreSQL 15',
  example: {
    schema: 'CREATE TABLE orders (id int, note text);',
    bad: 'ALTER TABLE orders ALTER COLUMN note TYPE int USING note::int;',
    good: 'ALTER TABLE orders ALTER COLUMN note TYPE varchar;',
  },
  cases: {
    schema: 'CREATE TABLE orders (c1 text, c2 int, c3 uuid, c4 varchar(20));',
    flagged: [
      'ALTER TABLE orders ALTER COLUMN c1 TYPE int USING c1::int',
      'ALTER TABLE orders ALTER COLUMN c2 TYPE boolean USING c2 = 1',
      'ALTER TABLE orders ALTER COLUMN c1 TYPE timestamp USING c1::timestamp',
      'ALTER TABLE orders ALTER COLUMN c3 TYPE bigint USING 1',
    ],
    safe: ['ALTER TABLE orders ALTER COLUMN c2 TYPE bigint', 'ALTER TABLE orders ALTER COLUMN c4 TYPE text'],
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'alter-type' || isReplacementStep(scene)) return [];
    const column = tableIn(scene, change.table)?.columns.find(({ name }) => name === change.column);
    const serial = /^(small|big)?serial\d?$/.test(change.type.name);
    if (serial)
      return [
        {
          severity: 'blocked',
          message: `${change.type.name.toUpperCase()} is no type that a column can be changed to: this fails (42704).`,
          remedy: `ALTER TABLE ${sqlName(change.table)} ALTER COLUMN ${quoted(change.column)} TYPE bigint; -- rewrites the table`,
          relation: change.table,
          evenNew: true,
        },
      ];
    if (
      column !== undefined &&
      (alike(column.type, change.type) || conversionOf(catalog, column, { ...change, using: null }) !== 'rewrite')
    )
      return [];
    const type = sqlType(change.type);
    const from = column === undefined ? 'its present type, which is not known here,' : sqlType(column.type);
    const message = `${quoted(change.column)} of ${label(scene, change.table)} goes from ${from} to ${type}: rows that do not fit stop the migration, and running code reads other values.`;
    const remedy = `ALTER TABLE ${sqlName(change.table)} ADD COLUMN ${quoted(`${change.column}_new`)} ${type};\n-- write both, fill the old rows in batches, read the new one, then drop the old`;
    return [{ severity: column === undefined ? 'caution' : 'risky', message, remedy, relation: change.table }];
  },
};
