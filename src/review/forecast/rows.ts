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
function forecastReads(catalog: Catalog, { reads }: Reading): readonly Touch[] {
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

/** The tables above a partition, asked for its bounds. */
export function above(catalog: Catalog, name: Name): readonly Touch[] {
  return parentsOf(catalog, name).map((parent) => touch(parent, 'AccessShare'));
}

function viewSources(catalog: Catalog, name: Name): readonly Name[] {
  const view = tableOf(catalog, name);
  return view?.kind === 'view' ? view.reads : [];
}

export function forecastSelect(catalog: Catalog, change: ChangeOf<'select'>): readonly Touch[] {
  const touches = forecastReads(catalog, change);
  // Tables above are only asked for bounds.
  return change.locking ? touches.map((one) => (one.work === 'data' ? { ...one, lock: 'RowShare' } : one)) : touches;
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
    ...aboveWritten(catalog, change),
    ...written.flatMap((one) => targetsOf(catalog, one, change)),
    ...written.flatMap(({ name }) => followers(catalog, name, change)),
  ];
}

/** A row that comes to stand in a partition is measured against its bounds. */
function aboveWritten(catalog: Catalog, change: Write): readonly Touch[] {
  const isLeaf = tableOf(catalog, change.table)?.kind !== 'partitioned';
  return isLeaf && (doesTo(change, 'insert') || doesTo(change, 'update'))
    ? above(catalog, change.table)
    : aboveParted(catalog, change.table);
}

function doesTo(change: Write, act: 'insert' | 'update' | 'delete'): boolean {
  return change.kind === act || ('does' in change && change.does.includes(act));
}

/** Whether it updates one of these columns. */
function changes(change: Write, columns: readonly string[]): boolean {
  return doesTo(change, 'update') && columns.some((column) => change.columns.includes(column));
}

function targetsOf(catalog: Catalog, table: Table, change: Write): readonly Touch[] {
  return foreignKeysOf(table)
    .filter(({ columns }) => doesTo(change, 'insert') || changes(change, columns))
    .flatMap(({ target }) => withPartitions(catalog, target))
    .map(({ name }) => touch(name, 'RowShare', 'data'));
}

/** What happens to rows of a table: they go, or these columns of theirs change. */
interface Act {
  readonly table: Name;
  readonly deletes: boolean;
  readonly columns: readonly string[];
}

/** What foreign keys do to the rows that lead to those written, and to those that lead there in turn. */
function followers(catalog: Catalog, table: Name, change: Write): readonly Touch[] {
  const columns = doesTo(change, 'update') ? change.columns : [];
  const first: Act = { table, deletes: doesTo(change, 'delete'), columns };
  const acts = reach([first], {
    key: (act) => `${keyOf(catalog, act.table)} ${act.deletes} ${act.columns.join()}`,
    next: (act) => led(catalog, act).flatMap(({ acts }) => acts),
  });
  return acts.flatMap((act) =>
    led(catalog, act).flatMap(({ from, acts }) =>
      withPartitions(catalog, from).map(({ name }) =>
        touch(name, acts.length > 0 ? 'RowExclusive' : 'RowShare', 'data'),
      ),
    ),
  );
}

/** The tables whose rows lead to those of an act, and what is done to them. */
function led(catalog: Catalog, act: Act): readonly { readonly from: Name; readonly acts: readonly Act[] }[] {
  return referencesTo(catalog, act.table).flatMap(({ from, key }) => {
    const changed = targetColumnsOf(catalog, key).some((column) => act.columns.includes(column));
    const actions = [...(act.deletes ? [key.onDelete] : []), ...(changed ? [key.onUpdate] : [])];
    if (actions.length === 0) return [];
    const writes = actions.filter((action) => action !== 'no-action' && action !== 'restrict');
    const deletes = act.deletes && key.onDelete === 'cascade';
    const columns = changed || !deletes ? key.columns : [];
    return [{ from: from.name, acts: writes.length === 0 ? [] : [{ table: from.name, deletes, columns }] }];
  });
}

/** With the tables that a view reads, at any depth. */
export function forecastLockTable(catalog: Catalog, { tables, alone, mode }: ChangeOf<'lock-table'>): readonly Touch[] {
  return withSources(catalog, tables).flatMap((name) => touchAll(catalog, name, alone, mode));
}

export function forecastRefresh(catalog: Catalog, change: ChangeOf<'refresh'>): readonly Touch[] {
  const { view, concurrently, noData } = change;
  const reads = noData ? [] : (tableOf(catalog, view)?.reads ?? []);
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
