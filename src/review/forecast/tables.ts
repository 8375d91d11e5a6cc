import { tableOf, tableOrBlank, withChildren } from '../catalog/catalog.ts';
import type { Catalog } from '../catalog/model.ts';
import type { ChangeOf, TableOption } from '../changes/change.ts';
import type { Name } from '../names.ts';
import type { LockMode, Work } from '../types.ts';
import { boundsProven, indexesMissing } from './partition-proof.ts';
import { above, forecastCopy } from './rows.ts';
import {
  defaultPartition,
  foreignKeysOf,
  ownReferencesTo,
  ownWork,
  referencesTo,
  type Touch,
  touch,
  touchAll,
  touchPartitions,
} from './touch.ts';

export function forecastCreateTable(catalog: Catalog, change: ChangeOf<'create-table'>): readonly Touch[] {
  const isThere = change.ifNotExists && tableOf(catalog, change.table) !== undefined;
  const copied = change.asReads === null ? [] : forecastCopy(catalog, change.asReads, !isThere && !change.noData);
  if (isThere) return copied;
  const targets = change.constraints.flatMap((one) => (one.kind === 'foreign' ? [one.target] : []));
  const parent = change.partitionOf?.parent;
  const above = parent === undefined ? [] : [touch(parent, 'AccessExclusive'), ...besideParent(catalog, parent)];
  const others = [
    ...above,
    ...change.inherits.map((name) => touch(name, 'ShareUpdateExclusive')),
    ...change.like.map((name) => touch(name, 'AccessShare')),
    ...targets.flatMap((name) => touchPartitions(catalog, name, 'ShareRowExclusive')),
    ...copied,
  ];
  return [touch(change.table, 'AccessExclusive'), ...others.map((one) => unhidden(catalog, change.table, one))];
}

/** `CREATE TEMP TABLE a AS SELECT * FROM a`: the one that is read is hidden by its name from then on. */
function unhidden(catalog: Catalog, made: Name, one: Touch): Touch {
  const { schema, name } = one.relation;
  const isHidden = made.schema === 'pg_temp' && schema === null && name === made.name && !catalog.temporary.has(name);
  return isHidden ? { ...one, relation: { schema: catalog.defaultSchema, name } } : one;
}

/** What a new partition reaches besides its parent: the DEFAULT one, whose rows are read, and the other ends of foreign keys. */
function besideParent(catalog: Catalog, parent: Name, work: Work = 'metadata'): readonly Touch[] {
  const rest = defaultPartition(catalog, parent);
  const scanned = rest === undefined ? [] : touchAll(catalog, rest.name, false, 'AccessExclusive', 'scan');
  const targets = foreignKeysOf(tableOf(catalog, parent)).flatMap(({ target }) =>
    touchPartitions(catalog, target, 'ShareRowExclusive', work),
  );
  const inward = ownReferencesTo(catalog, parent).map(({ from }) => touch(from.name, 'ShareRowExclusive'));
  return [...scanned, ...targets, ...inward];
}

export function forecastAttach(catalog: Catalog, change: ChangeOf<'attach-partition'>): readonly Touch[] {
  const missing = indexesMissing(tableOf(catalog, change.table), tableOf(catalog, change.partition)).length > 0;
  const work = missing ? 'index-build' : boundsProven(catalog, change) ? 'metadata' : 'scan';
  return [
    touch(change.table, 'ShareUpdateExclusive'),
    ...touchAll(catalog, change.partition, false, 'AccessExclusive', work),
    ...above(catalog, change.table),
    ...besideParent(catalog, change.table, 'validate'),
  ];
}

export function forecastDetach(catalog: Catalog, change: ChangeOf<'detach-partition'>): readonly Touch[] {
  const { table, partition, concurrently } = change;
  if (concurrently)
    return [touch(table, 'ShareUpdateExclusive'), ...touchAll(catalog, partition, false, 'AccessExclusive')];
  const rest = defaultPartition(catalog, table);
  const targets = foreignKeysOf(tableOf(catalog, table)).flatMap(({ target }) =>
    touchPartitions(catalog, target, 'ShareRowExclusive'),
  );
  const inward = ownReferencesTo(catalog, table).flatMap(({ from }) => [
    touch(from.name, 'AccessExclusive'),
    ...touchPartitions(catalog, from.name, 'AccessShare', 'validate'),
  ]);
  const beside = rest === undefined ? [] : [touch(rest.name, 'AccessExclusive')];
  return [
    touch(table, 'AccessExclusive'),
    ...touchAll(catalog, partition, false, 'AccessExclusive', inward.length > 0 ? 'validate' : 'metadata'),
    ...beside,
    ...targets,
    ...inward,
    // Rows that still refer to it are looked for within its bounds, which those above give.
    ...(inward.length > 0 ? above(catalog, table) : []),
  ];
}

export function forecastTruncate(catalog: Catalog, change: ChangeOf<'truncate'>): readonly Touch[] {
  const reached = change.tables.flatMap((name) =>
    change.only ? [name] : withChildren(catalog, name).map((one) => one.name),
  );
  // An emptied table gets a new file, as a rewritten one does.
  return (change.cascade ? cascaded(catalog, reached) : reached).map((name) =>
    touch(name, 'AccessExclusive', ownWork(tableOrBlank(catalog, name), 'rewrite')),
  );
}

/** The tables and all that a TRUNCATE … CASCADE empties with them. */
export function cascaded(catalog: Catalog, names: readonly Name[]): readonly Name[] {
  const found = new Map(names.map((name) => [nameKey(name), name]));
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const next = referencesTo(catalog, name).flatMap(({ from }) => withChildren(catalog, from.name));
    for (const { name: one } of next) {
      if (found.has(nameKey(one))) continue;
      found.set(nameKey(one), one);
      waiting.push(one);
    }
  }
  return [...found.values()];

  function nameKey({ schema, name }: Name): string {
    return `${schema ?? catalog.defaultSchema}.${name}`;
  }
}

/** Lock and work of each ALTER TABLE option, and whether tables below get them too. */
const options: Readonly<Record<TableOption, { readonly lock: LockMode; readonly work?: Work; readonly below?: true }>> =
  {
    tablespace: { lock: 'AccessExclusive', work: 'rewrite' },
    logged: { lock: 'AccessExclusive', work: 'rewrite' },
    unlogged: { lock: 'AccessExclusive', work: 'rewrite' },
    'access-method': { lock: 'AccessExclusive', work: 'rewrite' },
    parameters: { lock: 'ShareUpdateExclusive' },
    'strong-parameters': { lock: 'AccessExclusive' },
    'cluster-on': { lock: 'ShareUpdateExclusive' },
    'replica-identity': { lock: 'AccessExclusive' },
    'no-replica-identity': { lock: 'AccessExclusive' },
    'enable-row-security': { lock: 'AccessExclusive' },
    'disable-row-security': { lock: 'AccessExclusive' },
    'force-row-security': { lock: 'AccessExclusive' },
    'no-force-row-security': { lock: 'AccessExclusive' },
    trigger: { lock: 'ShareRowExclusive', below: true },
    rule: { lock: 'AccessExclusive' },
    owner: { lock: 'AccessExclusive' },
    of: { lock: 'AccessExclusive' },
  };

export function forecastOption(catalog: Catalog, { table, only, option }: ChangeOf<'table-option'>): readonly Touch[] {
  const { lock, work, below } = options[option];
  const unlogged = tableOf(catalog, table)?.unlogged;
  if ((option === 'logged' && unlogged === false) || (option === 'unlogged' && unlogged === true))
    return [touch(table, lock)];
  return below && !only && mayHaveTriggers(catalog, table)
    ? touchPartitions(catalog, table, lock, work)
    : touchAll(catalog, table, true, lock, work);
}

/**
 * Whether there may be a trigger for each row, which partitions have a copy of. Foreign keys and deferrable keys are
 * held by such.
 */
function mayHaveTriggers(catalog: Catalog, name: Name): boolean {
  const table = tableOf(catalog, name);
  if (table?.known !== true || table.calls.length > 0) return true;
  const held = table.constraints.some((one) => one.kind === 'foreign' || ('deferrable' in one && one.deferrable));
  return held || referencesTo(catalog, name).length > 0;
}
