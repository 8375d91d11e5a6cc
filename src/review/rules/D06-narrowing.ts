import type { TypeRef } from '../catalog/model.ts';
import { sqlType } from '../changes/type-ref.ts';
import { quoted, sqlName } from '../names.ts';
import { label, type Rule, tableIn } from './rule.ts';

const sizes: Readonly<Record<string, number>> = { int2: 1, int4: 2, int8: 3, float4: 4, float8: 5, numeric: 6 };
const texts = new Set(['text', 'varchar', 'bpchar', 'citext']);
const times = new Set(['timestamp', 'timestamptz', 'time', 'timetz', 'interval']);

export const narrowing: Rule = {
  id: 'D06',
  tier: 'data',
  title: 'A column becomes too narrow for values that are there',
  why: 'Longer or larger values stop the migration, or are rounded or cut by a cast.',
  source: 'SQLSTATE 22001 and 22003; measured on PostgreSQL 15',
  example: {
    schema: 'CREATE TABLE orders (id int, note text);',
    bad: 'ALTER TABLE orders ALTER COLUMN note TYPE varchar(10);',
    good: 'ALTER TABLE orders ALTER COLUMN note TYPE varchar;',
  },
  cases: {
    schema:
      'CREATE TABLE orders (c1 varchar(20), c2 bigint, c3 numeric(10,2), c4 timestamp(6), c5 text, c6 double precision, c7 timestamptz, c8 numeric, c9 text[], c10 varbit(8), c11 varchar(10), c12 int, c13 numeric(8,2), c14 date);',
    flagged: [
      'ALTER TABLE orders ALTER COLUMN c1 TYPE varchar(10)',
      'ALTER TABLE orders ALTER COLUMN c2 TYPE int',
      'ALTER TABLE orders ALTER COLUMN c3 TYPE numeric(8,2)',
      'ALTER TABLE orders ALTER COLUMN c4 TYPE timestamp(3)',
      'ALTER TABLE orders ALTER COLUMN c5 TYPE char(3)',
      'ALTER TABLE orders ALTER COLUMN c6 TYPE real',
      'ALTER TABLE orders ALTER COLUMN c7 TYPE date',
      'ALTER TABLE orders ALTER COLUMN c8 TYPE int',
      'ALTER TABLE orders ALTER COLUMN c9 TYPE varchar(5)[]',
      'ALTER TABLE orders ALTER COLUMN c10 TYPE varbit(4)',
    ],
    safe: [
      'ALTER TABLE orders ALTER COLUMN c11 TYPE varchar(20)',
      'ALTER TABLE orders ALTER COLUMN c12 TYPE bigint',
      'ALTER TABLE orders ALTER COLUMN c13 TYPE numeric(10,2)',
      'ALTER TABLE orders ALTER COLUMN c14 TYPE timestamp',
      'ALTER TABLE orders ALTER COLUMN c12 TYPE numeric',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'alter-type') return [];
    const column = tableIn(scene, change.table)?.columns.find(({ name }) => name === change.column);
    const unknown = column === undefined && change.type.mods.length > 0;
    if (!unknown && (column === undefined || !isNarrower(column.type, change.type))) return [];
    const name = quoted(change.column);
    const message = `Values of ${name} in ${label(scene, change.table)} that do not fit ${sqlType(change.type)} stop the migration, or lose digits.`;
    const measure = texts.has(change.type.name) ? `max(length(${name}))` : `max(${name})`;
    return [
      {
        severity: unknown ? 'caution' : 'risky',
        message,
        remedy: `-- must fit\nSELECT ${measure} FROM ${sqlName(change.table)};`,
        relation: change.table,
      },
    ];
  },
};

function isNarrower(from: TypeRef, to: TypeRef): boolean {
  const [a, b] = [sizes[from.name], sizes[to.name]];
  if (a !== undefined && b !== undefined && a !== b) return b < a || to.mods.length > 0;
  if (texts.has(from.name) && texts.has(to.name)) return shorter(from.mods[0], to.mods[0]);
  if (from.name === 'numeric' && to.name === 'numeric')
    return shorter(whole(from), whole(to)) || shorter(scale(from), scale(to));
  return fewerParts(from, to) || (from.name === to.name && shorter(from.mods[0], to.mods[0]));
}

/** Times lose digits or their date; an address loses the bits below its mask. */
function fewerParts(from: TypeRef, to: TypeRef): boolean {
  if (times.has(from.name) && times.has(to.name) && shorter(from.mods[0] ?? 6, to.mods[0] ?? 6)) return true;
  const dated = from.name === 'timestamp' || from.name === 'timestamptz';
  return (dated && (to.name === 'date' || to.name === 'time')) || (from.name === 'inet' && to.name === 'cidr');
}

const scale = ({ mods }: TypeRef): number | undefined => (mods.length === 0 ? undefined : (mods[1] ?? 0));

/** Digits before the point. */
const whole = ({ mods }: TypeRef): number | undefined => (mods[0] === undefined ? undefined : mods[0] - (mods[1] ?? 0));

/** Undefined is without a limit. */
function shorter(from: number | undefined, to: number | undefined): boolean {
  return to !== undefined && (from === undefined || to < from);
}
