import { keyOf, tableOf, withChildren } from '../catalog/catalog.ts';
import type { Catalog, Table } from '../catalog/model.ts';
import { reach } from '../catalog/reach.ts';
import type { Change, ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';
import {
  foreignKeysOf,
  parentsOf,
  referencesTo,
  type Touch,
  targetColumnsOf,
  touch,
  touchAll,
  withPartitions,
} from './touch.ts';

type Reading = { readonly reads: readonly Name[] };

/** Tables that are only read; a view's own tables with it. */
export function forecastReads(catalog: Catalog, { reads }: Reading): readonly Touch[] {
  return withSources(catalog, reads).flatMap((name) => [
    ...withChildren(catalog, name).map((one) => touch(one.name, 'AccessShare', 'data')),
    ...aboveParted(catalog, name),
  ]);
}

/** Relations, and for views what they read, at any depth. */
function withSources(catalog: Catalog, reads: readonly Name[]): readonly Name[] {
  return reach(reads, { key: (name) => keyOf(catalog, name), next: (name) => viewSources(catalog, name) });
}

/** What a partition in parts may hold is asked of the tables above it. */
function aboveParted(catalog: Catalog, name: Name): readonly Touch[] {
  return tableOf(catalog, name)?.kind === 'partitioned' ? above(catalog, name) : [];
}

function above(catalog: Catalog, name: Name): readonly Touch[] {
  return parentsOf(catalog, name).map((parent) => touch(parent, 'AccessShare'));
}

function viewSources(catalog: Catalog, name: Name): readonly Name[] {
  const view = tableOf(catalog, name);
  return view?.kind === 'view' ? view.reads : [];
}

export function forecastSelect(catalog: Catalog, change: ChangeOf<'select'>): readonly Touch[] {
  const touches = forecastReads(catalog, change);
  return change.locking ? touches.map((one) => ({ ...one, lock: 'RowShare' })) : touches;
}

type Write = Extract<Change, { kind: 'update' | 'delete' | 'insert' | 'merge' }>;

/** Writing rows; the rows that foreign keys lead to are locked on the way, those that lead here are changed with it. */
export function forecastWrite(catalog: Catalog, change: Write): readonly Touch[] {
  const { kind, table, alone } = change;
  const all = kind === 'insert' ? withPartitions(catalog, table) : withChildren(catalog, table);
  const written = alone ? all.slice(0, 1) : all;
  return [
    ...written.map(({ name }) => touch(name, 'RowExclusive', 'data')),
    ...forecastReads(catalog, change),
    ...(kind === 'delete' ? aboveParted(catalog, table) : above(catalog, table)),
    ...written.flatMap((one) => targetsOf(catalog, one, change)),
    ...written.flatMap(({ name }) => followers(catalog, name, change)),
  ];
}

/** Whether an UPDATE leaves these columns alone. */
function spares(change: Write, columns: readonly string[]): boolean {
  return change.kind === 'update' && !columns.some((column) => change.columns.includes(column));
}

function targetsOf(catalog: Catalog, table: Table, change: Write): readonly Touch[] {
  if (change.kind === 'delete') return [];
  const keys = foreignKeysOf(table).filter(({ columns }) => !spares(change, columns));
  return keys
    .flatMap(({ target }) => withPartitions(catalog, target))
    .map(({ name }) => touch(name, 'RowShare', 'data'));
}

function followers(catalog: Catalog, table: Name, change: Write): readonly Touch[] {
  if (change.kind === 'insert') return [];
  const inward = referencesTo(catalog, table).filter(({ key }) => !spares(change, targetColumnsOf(catalog, key)));
  return inward.flatMap(({ from, key }) => {
    const acts = ![key.onDelete, key.onUpdate].every((action) => action === 'no-action' || action === 'restrict');
    return withPartitions(catalog, from.name).map(({ name }) =>
      touch(name, acts ? 'RowExclusive' : 'RowShare', 'data'),
    );
  });
}

/** With the tables that a view reads, at any depth. */
export function forecastLockTable(catalog: Catalog, { tables, alone, mode }: ChangeOf<'lock-table'>): readonly Touch[] {
  return withSources(catalog, tables).flatMap((name) => touchAll(catalog, name, alone, mode));
}

export function forecastRefresh(catalog: Catalog, { view, concurrently }: ChangeOf<'refresh'>): readonly Touch[] {
  const reads = tableOf(catalog, view)?.reads ?? [];
  return [
    touch(view, concurrently ? 'Exclusive' : 'AccessExclusive', concurrently ? 'data' : 'rewrite'),
    ...forecastReads(catalog, { reads }),
  ];
}

export function forecastView(catalog: Catalog, change: ChangeOf<'create-view'>): readonly Touch[] {
  const before = tableOf(catalog, change.view);
  const replaced = change.replace && before !== undefined ? [touch(change.view, 'AccessExclusive')] : [];
  return [...replaced, ...forecastCopy(catalog, change.reads, change.materialized && !change.noData)];
}

/** A query that is looked at, and with its rows run as well. */
export function forecastCopy(catalog: Catalog, reads: readonly Name[], withRows: boolean): readonly Touch[] {
  return withRows ? forecastReads(catalog, { reads }) : reads.map((name) => touch(name, 'AccessShare'));
}
