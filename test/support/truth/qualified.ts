import { parseSync } from 'libpg-query';

/** Where a relation is named without its schema; `location` is its byte in the text. */
interface Named {
  readonly relname: string;
  readonly schemaname?: string;
  readonly relpersistence?: string;
  readonly location?: number;
}

/** The text with `public.` before every relation that is named without a schema. Names of WITH and temporary tables are left. */
export function qualified(sql: string): string {
  const parsed: unknown = parseSync(sql);
  const named = relations(parsed);
  const temporary = named.filter(({ relpersistence }) => relpersistence === 't').map(({ relname }) => relname);
  const own = new Set([...withNames(parsed), ...temporary]);
  const plain = named.filter(({ schemaname, relname }) => schemaname === undefined && !own.has(relname));
  const places = new Set(plain.map(({ location = 0 }) => location));
  const bytes = Buffer.from(sql);
  return [...places]
    .sort((a, b) => b - a)
    .reduce((text, at) => Buffer.concat([text.subarray(0, at), Buffer.from('public.'), text.subarray(at)]), bytes)
    .toString();
}

const relations = (node: unknown): readonly Named[] =>
  objects(node).flatMap((one) => ('relname' in one && 'relpersistence' in one ? [one as unknown as Named] : []));

const withNames = (node: unknown): readonly string[] =>
  objects(node).flatMap((one) => ('ctename' in one ? [String(one.ctename)] : []));

function objects(node: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(node)) return node.flatMap(objects);
  if (typeof node !== 'object' || node === null) return [];
  const own = node as Record<string, unknown>;
  return [own, ...Object.values(own).flatMap(objects)];
}
