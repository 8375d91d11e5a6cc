import { callsOf, linked, tableOf, withChildren, withDomains } from '../catalog/catalog.ts';
import type { Catalog, Table } from '../catalog/model.ts';
import { valuesOf } from '../catalog/name-map.ts';
import type { ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { partners } from './columns.ts';
import {
  defaultPartition,
  foreignKeysOf,
  parentsOf,
  referencesTo,
  type Touch,
  touch,
  withPartitions,
} from './touch.ts';
import { viewsOn, viewsOnColumn } from './views.ts';

const closed = ({ name }: { readonly name: Name }): Touch => touch(name, 'AccessExclusive');

/** A table goes with its partitions; both ends of its foreign keys are locked, and what stands on it with CASCADE. */
export function forecastDropTable(
  catalog: Catalog,
  { tables, cascade }: Pick<ChangeOf<'drop-table'>, 'tables' | 'cascade'>,
): readonly Touch[] {
  return tables.flatMap((name) => {
    const gone = cascade ? withChildren(catalog, name) : withPartitions(catalog, name);
    const parents = parentsOf(catalog, name).slice(0, 1);
    const beside = parents.flatMap((parent) => defaultPartition(catalog, parent)?.name ?? []);
    return [
      ...[...gone.map((one) => one.name), ...parents, ...beside].map((one) => touch(one, 'AccessExclusive')),
      ...gone.flatMap((one) => standingOn(catalog, one, cascade)).map((one) => touch(one, 'AccessExclusive')),
    ];
  });
}

function standingOn(catalog: Catalog, table: Table, cascade: boolean): readonly Name[] {
  const above = foreignKeysOf(table.partitionOf === null ? undefined : tableOf(catalog, table.partitionOf.parent));
  // A key that a partition has from its parent is held by triggers of the parent alone.
  const own = foreignKeysOf(table).filter((key) => !above.some((one) => one.columns.join() === key.columns.join()));
  const targets = own.flatMap(({ target }) => withPartitions(catalog, target));
  // With a partition goes the whole key that points at its parent, and so its triggers on the other partitions.
  const referencing = referencesTo(catalog, table.name).flatMap(({ from, key }) => [
    ...withPartitions(catalog, from.name),
    ...withPartitions(catalog, key.target),
  ]);
  const views = cascade ? viewsOn(catalog, table.name) : [];
  return [...targets, ...referencing, ...views].map(({ name }) => name);
}

/** What is named, and with CASCADE what stands on it. */
export function forecastDrop(catalog: Catalog, change: ChangeOf<'drop'>): readonly Touch[] {
  const { what, names, cascade } = change;
  switch (what) {
    case 'view':
    case 'materialized-view':
      return names.flatMap((name) => [
        touch(name, 'AccessExclusive'),
        ...(cascade ? viewsOn(catalog, name).map(closed) : []),
      ]);
    case 'schema':
      return cascade ? names.flatMap(({ name }) => forecastDropSchema(catalog, name)) : [];
    case 'type':
    case 'domain':
      return cascade ? names.flatMap((name) => forecastDropType(catalog, name)) : [];
    case 'function':
    case 'sequence':
      return cascade
        ? names.flatMap((name) => linked(catalog, 'use', name)).flatMap((one) => usersGo(catalog, one))
        : [];
    case 'extension':
    case 'other':
      return [];
  }
}

/** Columns of the type go, and those of the domains over it. */
function forecastDropType(catalog: Catalog, type: Name): readonly Touch[] {
  const gone = withDomains(catalog, type);
  const names = new Set(gone.map(({ name }) => name));
  return gone
    .flatMap((one) => linked(catalog, 'type', one))
    .flatMap((table) => {
      const columns = table.columns.flatMap((one) => (names.has(one.type.name) ? [one.name] : []));
      return [
        ...withChildren(catalog, table.name).map(closed),
        ...partners(catalog, table.name, columns).map((name) => touch(name, 'AccessExclusive')),
        ...columns.flatMap((column) => viewsOnColumn(catalog, table.name, column)).map(closed),
      ];
    });
}

/** A default, trigger or check goes from a table; a view goes whole, with those that read it. */
function usersGo(catalog: Catalog, table: Table): readonly Touch[] {
  const isView = table.kind === 'view' || table.kind === 'materialized-view';
  return [closed(table), ...(isView ? viewsOn(catalog, table.name).map(closed) : [])];
}

/** Every table of the schema goes, and from the others what stands on its types, functions and sequences. */
function forecastDropSchema(catalog: Catalog, schema: string): readonly Touch[] {
  const isIn = (name: { readonly schema: string | null }) => (name.schema ?? catalog.defaultSchema) === schema;
  return [...valuesOf(catalog.tables)].flatMap((table) => {
    if (isIn(table.name)) return forecastDropTable(catalog, { tables: [table.name], cascade: true });
    const columns = table.columns.filter(({ type }) => isIn(type));
    const views = columns.flatMap(({ name }) => viewsOnColumn(catalog, table.name, name));
    return [
      ...(columns.length > 0 ? [closed(table)] : []),
      ...views.map(closed),
      ...(callsOf(table).some(isIn) ? usersGo(catalog, table) : []),
    ];
  });
}
