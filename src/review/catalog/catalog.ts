import type { Name } from '../names.ts';
import type { Catalog, Origin, Table, TypeEntry, TypeRef, Volatility } from './model.ts';
import { emptyNames, entriesOf, getName, setName } from './name-map.ts';
import { reach } from './reach.ts';

export interface CatalogFacts {
  readonly complete: boolean;
  readonly serverVersion: number;
  readonly timeZone?: string | null;
  readonly defaultSchema?: string;
}

export function emptyCatalog(facts: CatalogFacts): Catalog {
  return {
    complete: facts.complete,
    defaultSchema: facts.defaultSchema ?? 'public',
    serverVersion: facts.serverVersion,
    timeZone: facts.timeZone ?? null,
    tables: emptyNames(),
    links: emptyNames(),
    types: emptyNames(),
    functions: emptyNames(),
    temporary: new Set(),
  };
}

/** A name's place in the catalog; the same with and without the default schema written. */
export function keyOf(catalog: Catalog, { schema, name }: Name): string {
  if (schema !== null) return `${schema}.${name}`;
  return `${catalog.temporary.has(name) ? temporarySchema : catalog.defaultSchema}.${name}`;
}

const temporarySchema = 'pg_temp';

/** The name as people see it: with its schema only where it is not the default one, or where a temporary table hides another. */
export function shown(catalog: Catalog, { schema, name }: Name): string {
  const isTemporary = keyOf(catalog, { schema, name }) === `${temporarySchema}.${name}`;
  if (isTemporary) return isHidden(catalog, name) ? `${temporarySchema}.${name}` : name;
  return schema === null || schema === catalog.defaultSchema ? name : `${schema}.${name}`;
}

/** Whether a table that stays has this name. */
function isHidden(catalog: Catalog, name: string): boolean {
  return getName(catalog.tables, `${catalog.defaultSchema}.${name}`) !== undefined;
}

export function tableOf(catalog: Catalog, name: Name): Table | undefined {
  return getName(catalog.tables, keyOf(catalog, name));
}

/** A table to write changes on: what is known of it, or a blank one that says so. */
export function tableOrBlank(catalog: Catalog, name: Name): Table {
  return tableOf(catalog, name) ?? blankTable(name, { kind: 'live' });
}

/** A table of which nothing is known. */
export function blankTable(name: Name, origin: Origin): Table {
  return {
    name,
    kind: 'table',
    columns: [],
    constraints: [],
    indexes: [],
    partitionOf: null,
    inherits: [],
    reads: [],
    readColumns: [],
    calls: [],
    unlogged: null,
    rows: null,
    bytes: null,
    origin,
    known: false,
  };
}

/** Puts a table in, in place of what stood under its name. */
export function putTable(catalog: Catalog, table: Table): Catalog {
  const key = keyOf(catalog, table.name);
  const before = getName(catalog.tables, key);
  const tables = setName(catalog.tables, key, table);
  const { schema, name } = table.name;
  const put = relink({ ...catalog, tables }, key, before, table);
  return schema === temporarySchema && !catalog.temporary.has(name) ? hide(put, name) : put;
}

/** From now on the bare name is that of the temporary table; the one that stays is reached by its schema. */
function hide(catalog: Catalog, name: string): Catalog {
  const key = `${catalog.defaultSchema}.${name}`;
  const hidden = getName(catalog.tables, key);
  const full = hidden && { ...hidden, name: { schema: catalog.defaultSchema, name } };
  return {
    ...catalog,
    tables: full === undefined ? catalog.tables : setName(catalog.tables, key, full),
    temporary: new Set([...catalog.temporary, name]),
  };
}

export function dropTable(catalog: Catalog, name: Name): Catalog {
  const key = keyOf(catalog, name);
  const before = getName(catalog.tables, key);
  if (before === undefined) return catalog;
  const temporary = key.startsWith(`${temporarySchema}.`)
    ? new Set([...catalog.temporary].filter((one) => one !== name.name))
    : catalog.temporary;
  return relink({ ...catalog, tables: setName(catalog.tables, key, undefined), temporary }, key, before, undefined);
}

function relink(catalog: Catalog, key: string, before: Table | undefined, after: Table | undefined): Catalog {
  const old = new Set(before === undefined ? [] : linksOf(catalog, before));
  const now = new Set(after === undefined ? [] : linksOf(catalog, after));
  let { links } = catalog;
  for (const link of old) {
    if (!now.has(link)) {
      const rest = (getName(links, link) ?? []).filter((one) => one !== key);
      links = setName(links, link, rest.length === 0 ? undefined : rest);
    }
  }
  for (const link of now) if (!old.has(link)) links = setName(links, link, [...(getName(links, link) ?? []), key]);
  return links === catalog.links ? catalog : { ...catalog, links };
}

function linksOf(catalog: Catalog, table: Table): readonly string[] {
  const parents = [...table.inherits, ...(table.partitionOf === null ? [] : [table.partitionOf.parent])];
  return [
    ...parents.map((parent) => `child:${keyOf(catalog, parent)}`),
    ...table.reads.map((read) => `view:${keyOf(catalog, read)}`),
    ...table.indexes.map(({ name }) => `index:${keyOf(catalog, { schema: table.name.schema, name })}`),
    ...table.constraints.flatMap((one) => (one.kind === 'foreign' ? [`fk:${keyOf(catalog, one.target)}`] : [])),
    ...table.columns.flatMap(({ type }) => (isBuiltIn(type) ? [] : [`type:${typeKey(catalog, type)}`])),
    ...callsOf(table).map((call) => `use:${keyOf(catalog, call)}`),
  ];
}

/** The functions and sequences that a table or view stands on. */
export function callsOf({ columns, constraints, indexes, calls }: Table): readonly Name[] {
  return [
    ...calls,
    ...columns.flatMap((one) => one.calls),
    ...constraints.flatMap((one) => (one.kind === 'check' ? one.calls : [])),
    ...indexes.flatMap((one) => one.calls),
  ];
}

/** Nobody renames or drops these, and most tables would be listed under each. */
const builtIn = new Set(
  'int2 int4 int8 serial bigserial smallserial text varchar bpchar bool numeric float4 float8 date time timetz timestamp timestamptz interval uuid json jsonb bytea inet'.split(
    ' ',
  ),
);

const isBuiltIn = ({ schema, name }: TypeRef) => schema === null && builtIn.has(name);

/** The tables that point at a name in one way. */
export function linked(
  catalog: Catalog,
  way: 'fk' | 'child' | 'index' | 'view' | 'type' | 'use',
  name: Name,
): readonly Table[] {
  return (getName(catalog.links, `${way}:${keyOf(catalog, name)}`) ?? []).flatMap((key) => {
    const table = getName(catalog.tables, key);
    return table === undefined ? [] : [table];
  });
}

function typeKey(catalog: Catalog, { schema, name }: TypeRef | Name): string {
  return keyOf(catalog, { schema, name });
}

export function typeEntry(catalog: Catalog, type: TypeRef | Name): TypeEntry | undefined {
  return getName(catalog.types, typeKey(catalog, type));
}

/** A domain's constraints are also those of the domains below it. */
export function isConstrained(catalog: Catalog, type: TypeRef): boolean {
  return withBases(catalog, type).some((one) => {
    const entry = one.array ? undefined : typeEntry(catalog, one);
    return entry?.kind === 'domain' && entry.constrained;
  });
}

/** A type, and for a domain the types below it, down to one that is no domain. */
export function withBases(catalog: Catalog, type: TypeRef): readonly TypeRef[] {
  return reach([type], {
    key: (one) => `${typeKey(catalog, one)}${one.array ? '[]' : ''}`,
    next: (one) => {
      const entry = one.array ? undefined : typeEntry(catalog, one);
      return entry?.kind === 'domain' ? [entry.base] : [];
    },
  });
}

/** A type and the domains over it, at any depth. */
export function withDomains(catalog: Catalog, type: Name): readonly Name[] {
  const domains = [...entriesOf(catalog.types)].flatMap(([key, entry]) =>
    entry.kind === 'domain' ? [{ name: nameOfKey(key), base: typeKey(catalog, entry.base) }] : [],
  );
  return reach([type], {
    key: (one) => keyOf(catalog, one),
    next: (one) => domains.filter(({ base }) => base === keyOf(catalog, one)).map(({ name }) => name),
  });
}

function nameOfKey(key: string): Name {
  const dot = key.indexOf('.');
  return { schema: key.slice(0, dot), name: key.slice(dot + 1) };
}

export function putType(catalog: Catalog, name: Name, entry: TypeEntry | undefined): Catalog {
  return { ...catalog, types: setName(catalog.types, keyOf(catalog, name), entry) };
}

/** Of two functions of one name the more volatile counts: the catalog does not resolve overloads. */
export function putFunction(catalog: Catalog, name: Name, volatility: Volatility): Catalog {
  const order: readonly Volatility[] = ['immutable', 'stable', 'volatile'];
  const key = keyOf(catalog, name);
  const known = getName(catalog.functions, key) ?? 'immutable';
  const counts = order.indexOf(known) > order.indexOf(volatility) ? known : volatility;
  return { ...catalog, functions: setName(catalog.functions, key, counts) };
}

export function functionOf(catalog: Catalog, name: Name): Volatility | undefined {
  return getName(catalog.functions, keyOf(catalog, name));
}

/** A table and all tables below it: partitions and heirs, at any depth. */
export function withChildren(catalog: Catalog, name: Name): readonly Table[] {
  return reach([tableOrBlank(catalog, name)], {
    key: (table) => keyOf(catalog, table.name),
    next: (table) => linked(catalog, 'child', table.name),
  });
}
