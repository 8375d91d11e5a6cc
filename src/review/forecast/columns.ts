import { isConstrained, keyOf, linked, tableOf, tableOrBlank, withChildren } from '../catalog/catalog.ts';
import type { Catalog, Column, Table } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { heavierWork } from '../order.ts';
import type { Work } from '../types.ts';
import {
  foreignKeysOf,
  ownWork,
  referencesTo,
  type Touch,
  targetColumnsOf,
  touch,
  touchAll,
  touchPartitions,
  touchTarget,
} from './touch.ts';
import { conversionOf } from './type-matrix.ts';
import { viewsOnColumn } from './views.ts';
import { isVolatile } from './volatility.ts';

/** Why a new column needs every row to be written; null where it does not. */
export type RewriteReason = 'volatile-default' | 'stored' | 'serial' | 'identity' | 'domain' | 'old-server-default';

export function rewriteReason(catalog: Catalog, column: Column): RewriteReason | null {
  if (column.generated === 'stored') return 'stored';
  if (column.serial) return 'serial';
  if (column.identity) return 'identity';
  if (isVolatile(catalog, column.default)) return 'volatile-default';
  if (isConstrained(catalog, column.type)) return 'domain';
  return column.default !== null && catalog.serverVersion < 11 ? 'old-server-default' : null;
}

export function forecastAddColumn(catalog: Catalog, change: ChangeOf<'add-column'>): readonly Touch[] {
  const { column, constraints, table, only, keyMeasured } = change;
  if (change.ifNotExists && tableOf(catalog, table)?.columns.some(({ name }) => name === column.name))
    return [touch(table, 'AccessExclusive')];
  const filled = column.default !== null || column.identity || column.serial;
  const measured: Work = keyMeasured ? 'validate' : 'metadata';
  const works = constraints.map((one): Work => {
    if (one.kind === 'check') return 'scan';
    return one.kind === 'foreign' ? measured : 'index-build';
  });
  const unfilled = !column.nullable && !filled && column.generated === null ? 'scan' : 'metadata';
  const own = rewriteReason(catalog, column) === null ? unfilled : 'rewrite';
  const work = works.reduce(heavierWork, own);
  // A column of nothing but NULL leads to no row of the other table.
  const followed = filled || column.generated !== null ? measured : 'metadata';
  const targets = constraints.flatMap((one) =>
    one.kind === 'foreign' ? touchTarget(catalog, one.target, { work: followed, asked: keyMeasured }) : [],
  );
  return [...touchAll(catalog, table, only, 'AccessExclusive', work), ...targets];
}

/** Tables on the other end of the foreign keys that a column takes part in. */
export function partners(catalog: Catalog, table: Name, columns: readonly string[]): readonly Name[] {
  const named = (keys: readonly string[]) => keys.some((key) => columns.includes(key));
  const out = foreignKeysOf(tableOf(catalog, table))
    .filter((key) => named(key.columns))
    .map(({ target }) => target);
  const inward = referencesTo(catalog, table).filter(({ key }) => named(targetColumnsOf(catalog, key)));
  const own = keyOf(catalog, table);
  return [...out, ...inward.map(({ from }) => from.name)].filter((name) => keyOf(catalog, name) !== own);
}

export function forecastDropColumn(catalog: Catalog, change: ChangeOf<'drop-column'>): readonly Touch[] {
  const table = tableOf(catalog, change.table);
  if (change.ifExists && table?.known && !table.columns.some(({ name }) => name === change.column))
    return [touch(change.table, 'AccessExclusive')];
  const others = partners(catalog, change.table, [change.column]);
  return [
    ...touchAll(catalog, change.table, change.only, 'AccessExclusive'),
    // The heirs next below are told that the column is now their own.
    ...(change.only ? linked(catalog, 'child', change.table).map(({ name }) => touch(name, 'AccessExclusive')) : []),
    ...others.flatMap((name) => touchPartitions(catalog, name, 'AccessExclusive')),
    ...(change.cascade ? withChildren(catalog, change.table) : [])
      .flatMap((one) => viewsOnColumn(catalog, one.name, change.column))
      .map((view) => touch(view.name, 'AccessExclusive')),
  ];
}

/** What changing a column's type does to its table, beyond the lock. */
export interface TypeForecast {
  readonly work: Work;
  readonly known: boolean;
  /** Checks that every row is measured against again. */
  readonly rechecked: readonly string[];
  /** Indexes that are built anew although the table is not. */
  readonly rebuilt: readonly string[];
}

export function forecastType(catalog: Catalog, table: Table | undefined, change: ChangeOf<'alter-type'>): TypeForecast {
  const column = table?.columns.find(({ name }) => name === change.column);
  const cost = conversionOf(catalog, column, change);
  if (table === undefined || column === undefined || cost === 'unknown')
    return { work: 'rewrite', known: false, rechecked: [], rebuilt: [] };
  if (cost === 'rewrite') return { work: 'rewrite', known: true, rechecked: [], rebuilt: [] };
  const rechecked = table.constraints
    .filter((one) => one.kind === 'check' && one.valid && one.columns.includes(column.name))
    .map(({ name }) => name);
  const collated = change.collation !== column.collation;
  const rebuilt = table.indexes.filter((index) => {
    if (index.expressionColumns.includes(column.name) || index.predicateColumns.includes(column.name)) return true;
    const plain = index.columns.includes(column.name);
    const restricted = index.partial || index.expressionColumns.length > 0;
    return plain && (cost === 'index' || collated || restricted);
  });
  const work: Work = rebuilt.length > 0 ? 'index-build' : rechecked.length > 0 ? 'scan' : 'metadata';
  return { work, known: true, rechecked, rebuilt: rebuilt.map(({ name }) => name) };
}

export function forecastAlterType(catalog: Catalog, change: ChangeOf<'alter-type'>): readonly Touch[] {
  const reached = touchAll(catalog, change.table, change.only, 'AccessExclusive').map((one) => ({
    ...one,
    work: ownWork(
      tableOrBlank(catalog, one.relation),
      forecastType(catalog, tableOf(catalog, one.relation), change).work,
    ),
  }));
  const again: Work = reached.some(({ work }) => work === 'rewrite') ? 'validate' : 'metadata';
  const others = partners(catalog, change.table, [change.column]);
  return [...reached, ...others.flatMap((name) => touchPartitions(catalog, name, 'AccessExclusive', again))];
}

/** Whether PostgreSQL can skip the scan of SET NOT NULL: the column holds values already, or a valid CHECK proves it. */
export function provenNotNull(catalog: Catalog, table: Table | undefined, column: string): boolean {
  if (table === undefined) return false;
  const known = table.columns.find(({ name }) => name === column);
  if (known !== undefined && !known.nullable) return true;
  if (catalog.serverVersion < 12) return false;
  return table.constraints.some((one) => {
    if (one.kind === 'not-null') return one.valid && one.columns.includes(column);
    return one.kind === 'check' && one.valid && one.proves.includes(column);
  });
}

export function forecastSetNotNull(
  catalog: Catalog,
  change: ChangeOf<'set-not-null' | 'drop-not-null'>,
): readonly Touch[] {
  const own = tableOf(catalog, change.table);
  const held = own?.columns.some(({ name, nullable }) => name === change.column && !nullable) ?? false;
  // What a table in parts holds, its partitions hold already; heirs are asked all the same.
  const alone = change.only || (held && own?.kind === 'partitioned');
  return touchAll(catalog, change.table, alone, 'AccessExclusive').map(({ relation, lock }) => {
    const proven = provenNotNull(catalog, tableOf(catalog, relation), change.column);
    return touch(relation, lock, proven ? 'metadata' : ownWork(tableOrBlank(catalog, relation), 'scan'));
  });
}
