import { tableOf, tableOrBlank, withChildren } from '../catalog/catalog.ts';
import type { Catalog, Table } from '../catalog/model.ts';
import type { ChangeOf, TableOption } from '../changes/change.ts';
import type { Name } from '../names.ts';
import type { LockMode, Work } from '../types.ts';
import { boundsProven, indexesMissing } from './partition-proof.ts';
import { forecastReads } from './rows.ts';
import {
  defaultPartition,
  foreignKeysOf,
  ownWork,
  parentsOf,
  referencesTo,
  type Touch,
  touch,
  touchAll,
  touchPartitions,
} from './touch.ts';
import { viewsOn } from './views.ts';

export function forecastCreateTable(catalog: Catalog, change: ChangeOf<'create-table'>): readonly Touch[] {
  const targets = change.constraints.flatMap((one) => (one.kind === 'foreign' ? [one.target] : []));
  const parent = change.partitionOf?.parent;
  const above = parent === undefined ? [] : [touch(parent, 'AccessExclusive'), ...besideParent(catalog, parent)];
  return [
    touch(change.table, 'AccessExclusive'),
    ...above,
    ...change.inherits.map((name) => touch(name, 'ShareUpdateExclusive')),
    ...change.like.map((name) => touch(name, 'AccessShare')),
    ...targets.flatMap((name) => touchAll(catalog, name, false, 'ShareRowExclusive')),
    ...forecastReads(catalog, { reads: change.asReads ?? [] }),
  ];
}

/** What a new partition reaches besides its parent: the DEFAULT one, whose rows are read, and the other ends of foreign keys. */
function besideParent(catalog: Catalog, parent: Name, work: Work = 'metadata'): readonly Touch[] {
  const rest = defaultPartition(catalog, parent);
  const scanned = rest === undefined ? [] : touchAll(catalog, rest.name, false, 'AccessExclusive', 'scan');
  const targets = foreignKeysOf(tableOf(catalog, parent)).flatMap(({ target }) =>
    touchAll(catalog, target, false, 'ShareRowExclusive', work),
  );
  const inward = referencesTo(catalog, parent).flatMap(({ from }) =>
    touchAll(catalog, from.name, false, 'ShareRowExclusive'),
  );
  return [...scanned, ...targets, ...inward];
}

export function forecastAttach(catalog: Catalog, change: ChangeOf<'attach-partition'>): readonly Touch[] {
  const missing = indexesMissing(tableOf(catalog, change.table), tableOf(catalog, change.partition)).length > 0;
  const work = missing ? 'index-build' : boundsProven(catalog, change) ? 'metadata' : 'scan';
  return [
    touch(change.table, 'ShareUpdateExclusive'),
    ...touchAll(catalog, change.partition, false, 'AccessExclusive', work),
    ...besideParent(catalog, change.table, 'validate'),
  ];
}

export function forecastDetach(catalog: Catalog, change: ChangeOf<'detach-partition'>): readonly Touch[] {
  const { table, partition, concurrently } = change;
  if (concurrently)
    return [touch(table, 'ShareUpdateExclusive'), ...touchAll(catalog, partition, false, 'AccessExclusive')];
  const rest = defaultPartition(catalog, table);
  const targets = foreignKeysOf(tableOf(catalog, table)).flatMap(({ target }) =>
    touchAll(catalog, target, false, 'ShareRowExclusive'),
  );
  const inward = referencesTo(catalog, table).flatMap(({ from }) =>
    touchAll(catalog, from.name, false, 'ShareRowExclusive', 'validate'),
  );
  const beside = rest === undefined ? [] : [touch(rest.name, 'AccessExclusive')];
  return [
    touch(table, 'AccessExclusive'),
    ...touchAll(catalog, partition, false, 'AccessExclusive'),
    ...beside,
    ...targets,
    ...inward,
  ];
}

/** A table goes with its partitions; both ends of its foreign keys are locked, and what stands on it with CASCADE. */
export function forecastDropTable(catalog: Catalog, { tables, cascade }: ChangeOf<'drop-table'>): readonly Touch[] {
  return tables.flatMap((name) => {
    const gone = withChildren(catalog, name);
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
  const targets = own.flatMap(({ target }) => withChildren(catalog, target));
  const referencing = referencesTo(catalog, table.name).flatMap(({ from }) => withChildren(catalog, from.name));
  const views = cascade ? viewsOn(catalog, table.name) : [];
  return [...targets, ...referencing, ...views].map(({ name }) => name);
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
    'access-method': { lock: 'AccessExclusive', work: 'rewrite' },
    parameters: { lock: 'ShareUpdateExclusive' },
    'strong-parameters': { lock: 'AccessExclusive' },
    'cluster-on': { lock: 'ShareUpdateExclusive' },
    'replica-identity': { lock: 'AccessExclusive' },
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
  return below && !only ? touchPartitions(catalog, table, lock, work) : touchAll(catalog, table, true, lock, work);
}
