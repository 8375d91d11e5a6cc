import { linked, tableOf, withChildren } from '../catalog/catalog.ts';
import type { Catalog, Table } from '../catalog/model.ts';
import type { Change, ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { foreignKeysOf, parentsOf, referencesTo, type Touch, targetColumnsOf, touch } from './touch.ts';

type Reading = { readonly reads: readonly Name[] };

/** Tables that are only read; a view's own tables with it. */
export function forecastReads(catalog: Catalog, { reads }: Reading): readonly Touch[] {
  return reads.flatMap((name) => [
    ...withChildren(catalog, name).map((one) => touch(one.name, 'AccessShare', 'data')),
    ...forecastReads(catalog, { reads: viewSources(catalog, name) }),
  ]);
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
  const below = withChildren(catalog, change.table);
  const written =
    change.kind === 'insert' ? below.filter(({ partitionOf }, at) => at === 0 || partitionOf !== null) : below;
  const above =
    change.kind === 'update' ? parentsOf(catalog, change.table).map((name) => touch(name, 'AccessShare')) : [];
  return [
    ...written.map(({ name }) => touch(name, 'RowExclusive', 'data')),
    ...forecastReads(catalog, change),
    ...above,
    ...written.flatMap((table) => targetsOf(catalog, table, change)),
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
  return keys.flatMap(({ target }) => withChildren(catalog, target)).map(({ name }) => touch(name, 'RowShare', 'data'));
}

function followers(catalog: Catalog, table: Name, change: Write): readonly Touch[] {
  if (change.kind === 'insert') return [];
  const inward = referencesTo(catalog, table).filter(({ key }) => !spares(change, targetColumnsOf(catalog, key)));
  return inward.flatMap(({ from, key }) => {
    const acts = ![key.onDelete, key.onUpdate].every((action) => action === 'no-action' || action === 'restrict');
    return withChildren(catalog, from.name).map(({ name }) => touch(name, acts ? 'RowExclusive' : 'RowShare', 'data'));
  });
}

export function forecastLockTable(catalog: Catalog, { tables, mode }: ChangeOf<'lock-table'>): readonly Touch[] {
  return tables.flatMap((name) => [
    ...withChildren(catalog, name).map((one) => touch(one.name, mode)),
    ...viewSources(catalog, name).map((one) => touch(one, mode)),
  ]);
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
  const work = change.materialized ? 'data' : 'metadata';
  return [...replaced, ...change.reads.map((name) => touch(name, 'AccessShare', work))];
}

/** Columns of a type that goes with CASCADE, views that go, views on them. */
export function forecastDrop(catalog: Catalog, change: ChangeOf<'drop'>): readonly Touch[] {
  if (change.what === 'view' || change.what === 'materialized-view') {
    return change.names.flatMap((name) => [
      touch(name, 'AccessExclusive'),
      ...linked(catalog, 'view', name).map((one) => touch(one.name, 'AccessExclusive')),
    ]);
  }
  if (!change.cascade || (change.what !== 'type' && change.what !== 'domain')) return [];
  return change.names
    .flatMap((name) => linked(catalog, 'type', name))
    .flatMap(({ name }) => withChildren(catalog, name))
    .map(({ name }) => touch(name, 'AccessExclusive'));
}
