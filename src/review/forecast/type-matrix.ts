import { isConstrained, withBases } from '../catalog/catalog.ts';
import type { Catalog, Column, TypeRef } from '../catalog/model.ts';
import { typeRef } from '../changes/type-ref.ts';
import { as, type Node } from '../parse/ast.ts';

/** What converting the stored values takes. `index` stays metadata, and indexes of the column are built anew. */
export type Conversion = 'none' | 'index' | 'rewrite' | 'unknown';

type Judge = (from: TypeRef, to: TypeRef, catalog: Catalog) => Conversion;

const free: Judge = () => 'none';
const widerLength: Judge = (from, to) => (fits(from.mods[0], to.mods[0]) ? 'none' : 'rewrite');
const widerPrecision: Judge = (from, to) => (fits(from.mods[0] ?? 6, to.mods[0] ?? 6) ? 'none' : 'rewrite');
const onlyUnlimited: Judge = (_, to) => (to.mods.length === 0 ? 'none' : 'rewrite');

/** Widening a numeric is free only where the scale stays. */
const widerNumeric: Judge = (from, to) => {
  if (to.mods.length === 0) return 'none';
  if (from.mods.length === 0) return 'rewrite';
  const sameScale = (from.mods[1] ?? 0) === (to.mods[1] ?? 0);
  return sameScale && fits(from.mods[0], to.mods[0]) ? 'none' : 'rewrite';
};

/** The stored bytes are the same only where the session's zone is UTC; the order of an index is another operator class's. */
const acrossZones: Judge = (_, to, { timeZone, serverVersion }) => {
  const utc = timeZone !== null && /^(utc|etc\/utc|gmt|etc\/gmt|z|zulu|etc\/uct|uct)$/i.test(timeZone);
  return utc && serverVersion >= 12 && (to.mods.length === 0 || to.mods[0] === 6) ? 'index' : 'rewrite';
};

const intervalTo: Judge = (from, to) =>
  to.mods.length === 0 || from.mods.join() === to.mods.join() ? 'none' : 'rewrite';

/** Pairs of types that need not rewrite, by `from to`; every pair that is not here rewrites. */
const matrix: Readonly<Record<string, Judge>> = {
  'varchar varchar': widerLength,
  'varchar text': free,
  'text text': free,
  'text varchar': onlyUnlimited,
  'text citext': () => 'index',
  'citext text': () => 'index',
  'varchar citext': () => 'index',
  'citext varchar': (from, to, catalog) => (onlyUnlimited(from, to, catalog) === 'none' ? 'index' : 'rewrite'),
  'numeric numeric': widerNumeric,
  'timestamp timestamp': widerPrecision,
  'timestamptz timestamptz': widerPrecision,
  'time time': widerPrecision,
  'timetz timetz': widerPrecision,
  'interval interval': intervalTo,
  'timestamp timestamptz': acrossZones,
  'timestamptz timestamp': acrossZones,
  'varbit varbit': widerLength,
  'cidr inet': free,
};

function fits(from: number | undefined, to: number | undefined): boolean {
  return to === undefined || (from !== undefined && to >= from);
}

function sameType(a: TypeRef, b: TypeRef): boolean {
  return a.name === b.name && a.schema === b.schema && a.array === b.array && a.mods.join() === b.mods.join();
}

/** From one type to another, without a USING. */
function conversion(catalog: Catalog, from: TypeRef, to: TypeRef): Conversion {
  if (sameType(from, to)) return 'none';
  if (isConstrained(catalog, to)) return 'rewrite';
  const [below, target] = [baseOf(catalog, from), baseOf(catalog, to)];
  if (sameType(below, target)) return 'none';
  if (below.array || target.array) return 'rewrite';
  return matrix[`${below.name} ${target.name}`]?.(below, target, catalog) ?? 'rewrite';
}

/** The type below a domain, through domains over domains. */
export function baseOf(catalog: Catalog, type: TypeRef): TypeRef {
  return withBases(catalog, type).at(-1) ?? type;
}

/** What a change of a column's type takes; a column that is not known gives `unknown`. */
export function conversionOf(
  catalog: Catalog,
  column: Column | undefined,
  { type, using }: { readonly type: TypeRef; readonly using: Node | null },
): Conversion {
  if (column === undefined) return 'unknown';
  const steps = using === null ? [] : castsOf(using, column.name);
  if (steps === null) return 'rewrite';
  return steps
    .concat(type)
    .reduce<{ at: TypeRef; cost: Conversion }>(
      ({ at, cost }, to) => ({ at: to, cost: dearer(cost, conversion(catalog, at, to)) }),
      { at: column.type, cost: 'none' },
    ).cost;
}

/** `col::a::b` as [a, b]; null where the expression does more than cast the column itself. */
function castsOf(using: Node, column: string): readonly TypeRef[] | null {
  const cast = as(using, 'TypeCast');
  if (cast === null) {
    const [field, ...more] = as(using, 'ColumnRef')?.fields ?? [];
    return more.length === 0 && as(field, 'String')?.sval === column ? [] : null;
  }
  const inner = cast.arg === undefined ? null : castsOf(cast.arg, column);
  return inner === null ? null : [...inner, typeRef(cast.typeName)];
}

function dearer(a: Conversion, b: Conversion): Conversion {
  const order: readonly Conversion[] = ['none', 'index', 'rewrite', 'unknown'];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
