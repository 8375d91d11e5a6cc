import type { ChangeOf, Liked } from '../changes/change.ts';
import { freeName, type Name } from '../names.ts';
import { linked, putTable, tableOf, tableOrBlank, withChildren } from './catalog.ts';
import { indexOf, withKeys } from './keys.ts';
import type { Catalog, Constraint, Index, Origin, Table } from './model.ts';
import { asPartition, handDown, isSameIndex, isTaken } from './partitions.ts';

export function applyCreateTable(catalog: Catalog, change: ChangeOf<'create-table'>, origin: Origin): Catalog {
  if (change.ifNotExists && tableOf(catalog, change.table) !== undefined) return catalog;
  const parent = change.partitionOf === null ? undefined : tableOf(catalog, change.partitionOf.parent);
  const above = change.partitionOf === null ? change.inherits : [change.partitionOf.parent];
  const parents = [...above, ...change.like];
  const inherited = parents.flatMap((parent) => tableOf(catalog, parent)?.columns ?? []);
  const columns = [...inherited, ...change.columns];
  const passedOn = change.inherits.flatMap((name) =>
    (tableOf(catalog, name)?.constraints ?? []).filter((one) => one.kind === 'check' && !one.noInherit),
  );
  const constraints = withFreeNames([...passedOn, ...change.constraints]);
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
    calls: [],
    unlogged: change.unlogged,
    rows: null,
    bytes: null,
    origin,
    known: change.asReads === null && parents.every((name) => tableOf(catalog, name)?.known === true),
  };
  const liked = change.like.reduce((next, like) => asLiked(catalog, next, like), table);
  return putTable(catalog, parent === undefined ? liked : asPartition(catalog, parent, liked));
}

function asLiked(catalog: Catalog, table: Table, like: Liked): Table {
  const liked = tableOf(catalog, like);
  if (liked === undefined) return table;
  const constraints = liked.constraints.filter(({ kind }) =>
    kind === 'check' ? like.checks : like.indexes && kind !== 'foreign',
  );
  return asPartition(catalog, { ...liked, constraints, indexes: like.indexes ? liked.indexes : [] }, table);
}

/** Two constraints without a written name do not share the made one. */
function withFreeNames(constraints: readonly Constraint[]): readonly Constraint[] {
  const taken = new Set<string>();
  return constraints.map((one) => {
    const name = freeName(one.name, (other) => taken.has(other));
    taken.add(name);
    return { ...one, name };
  });
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
    if (!change.unnamed && table.indexes.some(({ name }) => name === change.index.name)) return catalog;
    const { schema } = change.table;
    const name = change.unnamed
      ? freeName(change.index.name, (one) => isTaken(catalog, schema, one))
      : change.index.name;
    const indexed = { ...table, indexes: [...table.indexes, { ...change.index, name }] };
    const own = putTable(catalog, indexed);
    return change.only ? own : handDown(own, indexed);
  }
  if (change.kind === 'drop-index') return change.indexes.reduce(dropIndex, catalog);
  const { index, to } = change;
  const renamed = editIndexes(catalog, index, (one) => [one.name === index.name ? { ...one, name: to } : one]);
  const table = tableOfIndex(renamed, { ...index, name: to });
  if (table === undefined) return renamed;
  // a constraint has the name of its index
  const constraints = table.constraints.map((one) =>
    one.name === index.name && indexOf(one) !== undefined ? { ...one, name: to } : one,
  );
  return putTable(renamed, { ...table, constraints });
}

/** With those of the partitions. */
function dropIndex(catalog: Catalog, index: Name): Catalog {
  const table = tableOfIndex(catalog, index);
  const gone = table?.indexes.find(({ name }) => name === index.name);
  if (table === undefined || gone === undefined) return catalog;
  const reached = [table, ...(table.kind === 'partitioned' ? withChildren(catalog, table.name).slice(1) : [])];
  return reached.reduce((next, one) => {
    const indexes = one.indexes.filter(
      (other) => other !== gone && (one === table || other.ofConstraint || !isSameIndex(other, gone)),
    );
    return putTable(next, { ...one, indexes });
  }, catalog);
}

function editIndexes(catalog: Catalog, index: Name, edit: (one: Index) => readonly Index[]): Catalog {
  const table = tableOfIndex(catalog, index);
  return table === undefined ? catalog : putTable(catalog, { ...table, indexes: table.indexes.flatMap(edit) });
}
