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
  example: {
    schema: 'CREATE TABLE orders (id int, note text);',
    bad: 'ALTER TABLE orders ALTER COLUMN note TYPE varchar(10);',
    good: 'ALTER TABLE orders ALTER COLUMN note TYPE varchar;',
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
