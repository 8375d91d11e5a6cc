import { keyOf, linked, tableOf, tableOrBlank, withChildren } from '../catalog/catalog.ts';
import type { Catalog, ForeignKey, Table } from '../catalog/model.ts';
import { reach } from '../catalog/reach.ts';
import type { Name } from '../names.ts';
import { heavierWork, strongerLock } from '../order.ts';
import type { LockMode, Work } from '../types.ts';

/** One relation that a change touches: the lock that it holds there and what it does under it. */
export interface Touch {
  readonly relation: Name;
  readonly lock: LockMode | null;
  readonly work: Work;
}

export function touch(relation: Name, lock: LockMode | null, work: Work = 'metadata'): Touch {
  return { relation, lock, work };
}

/** The same on a table and all below it; on the table alone with `only`. */
export function touchAll(
  catalog: Catalog,
  table: Name,
  only: boolean,
  lock: LockMode,
  work: Work = 'metadata',
): readonly Touch[] {
  const reached = only ? [tableOrBlank(catalog, table)] : withChildren(catalog, table);
  return reached.map((one) => touch(one.name, lock, ownWork(one, work)));
}

/** The same on a table and its partitions; heirs that are no partitions keep keys, triggers and indexes of their own. */
export function touchPartitions(
  catalog: Catalog,
  table: Name,
  lock: LockMode,
  work: Work = 'metadata',
): readonly Touch[] {
  return withPartitions(catalog, table).map((one) => touch(one.name, lock, ownWork(one, work)));
}

/**
 * The table that a new foreign key points at; where rows are looked for in one in parts, those above it are asked for
 * its bounds.
 */
export function touchTarget(
  catalog: Catalog,
  target: Name,
  { work, asked }: { readonly work: Work; readonly asked: boolean },
): readonly Touch[] {
  const above = asked && tableOf(catalog, target)?.kind === 'partitioned' ? parentsOf(catalog, target) : [];
  const closed = touchPartitions(catalog, target, 'ShareRowExclusive', work);
  return [...closed, ...above.map((name) => touch(name, 'AccessShare'))];
}

/** A table and its partitions, at any depth. */
export function withPartitions(catalog: Catalog, name: Name): readonly Table[] {
  return reach([tableOrBlank(catalog, name)], {
    key: (one) => keyOf(catalog, one.name),
    next: (one) => linked(catalog, 'child', one.name).filter(({ partitionOf }) => partitionOf !== null),
  });
}

/** A partitioned table has no rows of its own: the work is done on its partitions. */
export function ownWork({ kind }: Table, work: Work): Work {
  return kind === 'partitioned' && work !== 'data' ? 'metadata' : work;
}

/** One touch a relation: its strongest lock, its heaviest work; in the order in which they came. */
export function merged(catalog: Catalog, touches: readonly Touch[]): readonly Touch[] {
  const byKey = new Map<string, Touch>();
  for (const one of touches) {
    const key = keyOf(catalog, one.relation);
    const before = byKey.get(key);
    byKey.set(
      key,
      before === undefined
        ? one
        : { ...before, lock: strongerLock(before.lock, one.lock), work: heavierWork(before.work, one.work) },
    );
  }
  return [...byKey.values()];
}

export function foreignKeysOf(table: Table | undefined): readonly ForeignKey[] {
  return (table?.constraints ?? []).flatMap((one) => (one.kind === 'foreign' ? [one] : []));
}

/** A foreign key with the table that it stands on. */
export interface Reference {
  readonly from: Table;
  readonly key: ForeignKey;
}

/** The foreign keys that point at a table, or at the one that it is a partition of. */
export function referencesTo(catalog: Catalog, target: Name): readonly Reference[] {
  return [target, ...parentsOf(catalog, target)].flatMap((name) => {
    const key = keyOf(catalog, name);
    return linked(catalog, 'fk', name).flatMap((from) =>
      foreignKeysOf(from)
        .filter((one) => keyOf(catalog, one.target) === key)
        .map((one) => ({ from, key: one })),
    );
  });
}

/** Those that point at a table without what partitions have from the tables above them: these stand and fall with it. */
export function ownReferencesTo(catalog: Catalog, target: Name): readonly Reference[] {
  return referencesTo(catalog, target).filter(({ from, key }) => !isHandedDown(catalog, from, key));
}

function isHandedDown(catalog: Catalog, { partitionOf }: Table, key: ForeignKey): boolean {
  const above = foreignKeysOf(partitionOf === null ? undefined : tableOf(catalog, partitionOf.parent));
  return above.some(
    ({ columns, target }) =>
      columns.join() === key.columns.join() && keyOf(catalog, target) === keyOf(catalog, key.target),
  );
}

/** The columns that a foreign key points at: the primary key's where none are written. */
export function targetColumnsOf(catalog: Catalog, key: ForeignKey): readonly string[] {
  if (key.targetColumns.length > 0) return key.targetColumns;
  const primary = tableOf(catalog, key.target)?.constraints.find(({ kind }) => kind === 'primary');
  return primary?.columns ?? [];
}

/** The partitioned tables above a table, nearest first. */
export function parentsOf(catalog: Catalog, table: Name): readonly Name[] {
  return reach([table], {
    key: (one) => keyOf(catalog, one),
    next: (one) => {
      const parent = tableOf(catalog, one)?.partitionOf?.parent;
      return parent === undefined ? [] : [parent];
    },
  }).slice(1);
}

/** The DEFAULT partition of a table; its rows must fit no other one. */
export function defaultPartition(catalog: Catalog, parent: Name): Table | undefined {
  return linked(catalog, 'child', parent).find(({ partitionOf }) => partitionOf?.isDefault === true);
}
