import type { NodeOf } from './parse/ast.ts';

/** A name as it was written; `schema` is null where none was. */
export interface Name {
  readonly schema: string | null;
  readonly name: string;
}

export function nameOf(range: NodeOf<'RangeVar'> | undefined): Name {
  const schema = range?.relpersistence === 't' ? 'pg_temp' : (range?.schemaname ?? null);
  return { schema, name: range?.relname ?? '' };
}

/** From `["public", "orders"]` or `["orders"]`. */
export function nameFrom(parts: readonly string[]): Name {
  return { schema: parts.length > 1 ? (parts.at(-2) ?? null) : null, name: parts.at(-1) ?? '' };
}

const plain = /^[a-z_][a-z0-9_$]*$/;
/** Words that PostgreSQL does not take as a bare name of a column or table and that people use as one. */
const reserved = new Set(
  'all analyse analyze and any array as asc authorization between binary both case cast check collate column constraint create cross current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right select session_user similar some symmetric table tablesample then to trailing true union unique user using variadic verbose when where window with'.split(
    ' ',
  ),
);

/** A name as SQL writes it: quoted only where it must be. */
export function quoted(name: string): string {
  return plain.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** As SQL writes it, with the schema where one was written. */
export function sqlName({ schema, name }: Name): string {
  return schema === null || schema === 'pg_temp' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

/** A literal as SQL writes it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A made name that nothing has yet: `orders_note_idx`, `orders_note_idx1`, … */
export function freeName(made: string, taken: (name: string) => boolean): string {
  for (let count = 0; ; count += 1) {
    const name = count === 0 ? made : `${made.slice(0, 63 - String(count).length)}${count}`;
    if (!taken(name)) return name;
  }
}

/** The name that PostgreSQL makes for an index or key: a part that comes again is counted on, `orders_id_id1_idx`. */
export function madeIndexName(table: string, parts: readonly string[], end: string): string {
  const named: string[] = [];
  for (const part of parts) named.push(freeName(part, (one) => named.includes(one)));
  return madeName(table, ...named, end);
}

/** At most 63 bytes, as PostgreSQL keeps of a name. */
export function madeName(...parts: readonly string[]): string {
  return parts.join('_').slice(0, 63);
}
