import type { TypeRef } from '../catalog/model.ts';
import { quoted } from '../names.ts';
import { constantText, type NodeOf, textsOf } from '../parse/ast.ts';

const serials = new Map([
  ['smallserial', 'int2'],
  ['serial2', 'int2'],
  ['serial', 'int4'],
  ['serial4', 'int4'],
  ['bigserial', 'int8'],
  ['serial8', 'int8'],
]);

/** A type as written, by the catalog's name: `varchar(20)` → varchar, [20]. */
export function typeRef(type: NodeOf<'TypeName'> | undefined): TypeRef {
  const parts = textsOf(type?.names).filter((part, at, all) => !(part === 'pg_catalog' && at === 0 && all.length > 1));
  const mods = (type?.typmods ?? []).flatMap((mod) => {
    const text = constantText(mod);
    return text === null || Number.isNaN(Number(text)) ? [] : [Number(text)];
  });
  return {
    schema: parts.length > 1 ? (parts[0] ?? null) : null,
    name: parts.at(-1) ?? '',
    mods,
    array: (type?.arrayBounds ?? []).length > 0,
  };
}

/** The integer type below `serial` and its kin; null for any other type. */
export function serialBase(type: TypeRef): TypeRef | null {
  const base = type.schema === null ? serials.get(type.name) : undefined;
  return base === undefined ? null : { ...type, name: base };
}

const written = new Map([
  ['int2', 'smallint'],
  ['int4', 'integer'],
  ['int8', 'bigint'],
  ['bpchar', 'char'],
  ['float4', 'real'],
  ['float8', 'double precision'],
  ['bool', 'boolean'],
]);

/** A type as people write it. */
export function sqlType({ schema, name, mods, array }: TypeRef): string {
  const bare = schema === null ? (written.get(name) ?? quoted(name)) : `${quoted(schema)}.${quoted(name)}`;
  return `${bare}${mods.length === 0 ? '' : `(${mods.join(',')})`}${array ? '[]' : ''}`;
}
