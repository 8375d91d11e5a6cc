import type { Catalog, Column, Table, TypeRef } from '../catalog/model.ts';
import { sqlType } from '../changes/type-ref.ts';
import { quoted } from '../names.ts';
import { defaultDrift } from './defaults.ts';
import { kept } from './kept.ts';

/** What differs in the columns of one table, by name; their order says nothing. */
export function columnDrift(
  catalog: Catalog,
  table: string,
  { own, there }: { own: Table; there: Table },
): readonly string[] {
  const live = new Map(there.columns.map((column) => [column.name, column]));
  const promised = new Set(own.columns.map(({ name }) => kept(name)));
  return [
    ...own.columns.flatMap((column) => {
      const words = `column ${table}.${quoted(column.name)}`;
      const present = live.get(kept(column.name));
      return present === undefined
        ? [`${words} is gone`]
        : differencesOf(catalog, column, present).map((one) => `${words} ${one}`);
    }),
    ...there.columns
      .filter(({ name }) => !promised.has(name))
      .map(({ name, type }) => `column ${table}.${quoted(name)} ${sqlType(type)} was added`),
  ];
}

function differencesOf(catalog: Catalog, own: Column, there: Column): readonly string[] {
  const type = sameType(own.type, there.type)
    ? []
    : [`is ${sqlType(there.type)}, the migrations say ${sqlType(own.type)}`];
  const nullable =
    own.nullable === there.nullable
      ? []
      : [there.nullable ? 'takes NULL, the migrations say NOT NULL' : 'is NOT NULL, the migrations take NULL'];
  return [...type, ...nullable, ...defaultDrift(catalog, own, there)];
}

/** The server writes a schema only where the name alone does not lead to the type; a precision without scale has scale 0. */
export function sameType(own: TypeRef, there: TypeRef): boolean {
  const [a, b] = [plainType(own), plainType(there)];
  const schemas = a.schema === null || b.schema === null || a.schema === b.schema;
  return schemas && a.name === b.name && a.array === b.array && a.mods.join() === b.mods.join();
}

function plainType(type: TypeRef): TypeRef {
  const array = type.array || (type.schema === null && /^_[a-z0-9]+$/.test(type.name));
  const name = array && !type.array ? type.name.slice(1) : kept(type.name);
  const mods = name === 'numeric' && type.mods.length === 1 ? [...type.mods, 0] : type.mods;
  return { schema: type.schema, name, mods, array };
}
