import type { ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { linked, putTable, tableOf, tableOrBlank } from './catalog.ts';
import type { Catalog, Column, Constraint, Index, Origin, Table } from './model.ts';

export function applyCreateTable(catalog: Catalog, change: ChangeOf<'create-table'>, origin: Origin): Catalog {
  if (change.ifNotExists && tableOf(catalog, change.table) !== undefined) return catalog;
  const parents = [
    ...(change.partitionOf === null ? [] : [change.partitionOf.parent]),
    ...change.inherits,
    ...change.like,
  ];
  const inherited = parents.flatMap((parent) => tableOf(catalog, parent)?.columns ?? []);
  const columns = [...inherited, ...change.columns];
  const passedOn = (change.partitionOf === null ? change.inherits : [change.partitionOf.parent]).flatMap((parent) =>
    (tableOf(catalog, parent)?.constraints ?? []).filter(({ kind }) => change.partitionOf !== null || kind === 'check'),
  );
  const constraints = [...passedOn, ...change.constraints];
  const table: Table = {
    name: change.table,
    kind: change.partitioned ? 'partitioned' : 'table',
    columns: withKeys(columns, constraints),
    constraints,
    indexes: constraints.flatMap((one) => indexOf(one) ?? []),
    ...(change.partitionKey === null ? {} : { partitionKey: change.partitionKey }),
    partitionOf: change.partitionOf,
    inherits: change.inherits,
    reads: [],
    readColumns: [],
    rows: null,
    bytes: null,
    origin,
    known: change.asReads === null && parents.every((parent) => tableOf(catalog, parent)?.known === true),
  };
  return putTable(catalog, table);
}

/** Columns of a primary key hold a value. */
export function withKeys(columns: readonly Column[], constraints: readonly Constraint[]): readonly Column[] {
  const keys = new Set(constraints.flatMap((one) => (one.kind === 'primary' ? one.columns : [])));
  return columns.map((column) => (keys.has(column.name) ? { ...column, nullable: false } : column));
}

/** The index that stands behind a constraint; undefined where it has none or takes one that is there. */
export function indexOf(constraint: Constraint): Index | undefined {
  if (constraint.kind !== 'unique' && constraint.kind !== 'primary' && constraint.kind !== 'exclude') return undefined;
  if (constraint.kind !== 'exclude' && constraint.usingIndex !== null) return undefined;
  return {
    name: constraint.name,
    method: constraint.kind === 'exclude' ? 'gist' : 'btree',
    unique: constraint.kind !== 'exclude',
    columns: constraint.columns,
    included: [],
    expressionColumns: [],
    predicateColumns: [],
    partial: false,
    valid: true,
    ofConstraint: true,
  };
}

/** The table that an index stands on; undefined where the catalog does not know it. */
export function tableOfIndex(catalog: Catalog, index: Name): Table | undefined {
  return linked(catalog, 'index', index)[0];
}

export function applyToIndexes(
  catalog: Catalog,
  change: ChangeOf<'create-index'> | ChangeOf<'drop-index'> | ChangeOf<'rename-index'>,
): Catalog {
  if (change.kind === 'create-index') {
    const table = tableOrBlank(catalog, change.table);
    if (table.indexes.some(({ name }) => name === change.index.name)) return catalog;
    return putTable(catalog, { ...table, indexes: [...table.indexes, change.index] });
  }
  if (change.kind === 'drop-index') {
    return change.indexes.reduce(
      (next, index) => editIndexes(next, index, (one) => (one.name === index.name ? [] : [one])),
      catalog,
    );
  }
  const { index, to } = change;
  return editIndexes(catalog, index, (one) => [one.name === index.name ? { ...one, name: to } : one]);
}

function editIndexes(catalog: Catalog, index: Name, edit: (one: Index) => readonly Index[]): Catalog {
  const table = tableOfIndex(catalog, index);
  return table === undefined ? catalog : putTable(catalog, { ...table, indexes: table.indexes.flatMap(edit) });
}
