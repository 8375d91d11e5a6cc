import { linked, tableOf, withChildren, withDomains } from '../catalog/catalog.ts';
import type { Catalog, Constraint } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { forecastSetNotNull, provenNotNull } from './columns.ts';
import { referencesTo, type Touch, targetColumnsOf, touch, touchAll, touchPartitions, touchTarget } from './touch.ts';

export function forecastAddConstraint(catalog: Catalog, change: ChangeOf<'add-constraint'>): readonly Touch[] {
  const { table, constraint } = change;
  switch (constraint.kind) {
    case 'check':
    case 'not-null':
      return forecastCheck(catalog, change, constraint);
    case 'foreign': {
      const work = constraint.valid ? 'validate' : 'metadata';
      return [
        ...touchPartitions(catalog, table, 'ShareRowExclusive', work),
        ...touchTarget(catalog, constraint.target, { work, asked: constraint.valid }),
      ];
    }
    case 'exclude':
      return touchPartitions(catalog, table, 'AccessExclusive', 'index-build');
    case 'unique':
    case 'primary':
      return forecastKey(catalog, change, constraint);
  }
}

function forecastCheck(
  catalog: Catalog,
  { table, only }: ChangeOf<'add-constraint'>,
  constraint: Extract<Constraint, { kind: 'check' | 'not-null' }>,
): readonly Touch[] {
  const proven =
    constraint.kind === 'not-null' &&
    constraint.columns.every((one) => provenNotNull(catalog, tableOf(catalog, table), one));
  const alone = only || (constraint.kind === 'check' && constraint.noInherit);
  return touchAll(catalog, table, alone, 'AccessExclusive', constraint.valid && !proven ? 'scan' : 'metadata');
}

function forecastKey(
  catalog: Catalog,
  { table, only }: ChangeOf<'add-constraint'>,
  constraint: Extract<Constraint, { kind: 'unique' | 'primary' }>,
): readonly Touch[] {
  const isPrimary = constraint.kind === 'primary';
  if (constraint.usingIndex === null)
    return [
      ...forecastOwnIndex(catalog, table, only),
      ...(isPrimary ? forecastKeyColumns(catalog, table, only, constraint.columns) : []),
    ];
  const scanned = isPrimary && !holdsValues(catalog, table, constraint);
  return touchAll(catalog, table, only, 'AccessExclusive', scanned ? 'scan' : 'metadata');
}

/** The index behind a new key: the table is closed meanwhile, its partitions can be read. */
function forecastOwnIndex(catalog: Catalog, table: Name, only: boolean): readonly Touch[] {
  const [own, ...parts] = touchPartitions(catalog, table, 'Share', 'index-build');
  if (own === undefined) return [];
  const alone = only && tableOf(catalog, table)?.kind === 'partitioned';
  return [{ ...own, lock: 'AccessExclusive' }, ...(alone ? [] : parts)];
}

/** Columns of a primary key become NOT NULL, also in the tables below; the lock comes even where they are already. */
function forecastKeyColumns(
  catalog: Catalog,
  table: Name,
  only: boolean,
  columns: readonly string[],
): readonly Touch[] {
  return columns.flatMap((column) => forecastSetNotNull(catalog, { kind: 'set-not-null', table, only, column }));
}

/** Whether the columns of the index that becomes a primary key are known to hold values. */
export function holdsValues(
  catalog: Catalog,
  name: ChangeOf<'add-constraint'>['table'],
  constraint: Extract<Constraint, { kind: 'unique' | 'primary' }>,
): boolean {
  const table = tableOf(catalog, name);
  const index = table?.indexes.find((one) => one.name === constraint.usingIndex);
  return index?.columns.every((column) => provenNotNull(catalog, table, column)) ?? false;
}

export function forecastValidate(
  catalog: Catalog,
  { table, only, name }: ChangeOf<'validate-constraint'>,
): readonly Touch[] {
  const constraint = tableOf(catalog, table)?.constraints.find((one) => one.name === name);
  const done = constraint !== undefined && 'valid' in constraint && constraint.valid;
  const own = touchAll(catalog, table, only || done, 'ShareUpdateExclusive', done ? 'metadata' : 'validate');
  if (constraint?.kind !== 'foreign' || done) return own;
  return [...own, ...touchAll(catalog, constraint.target, true, 'RowShare', 'validate')];
}

/** Both tables of a foreign key; every foreign key that stands on a key that goes. */
export function forecastDropConstraint(catalog: Catalog, change: ChangeOf<'drop-constraint'>): readonly Touch[] {
  const table = tableOf(catalog, change.table);
  const constraint = table?.constraints.find((one) => one.name === change.name);
  const absent = constraint === undefined && change.ifExists && table?.known === true;
  if (absent) return [touch(change.table, 'AccessExclusive')];
  const isKey = constraint !== undefined && constraint.kind !== 'check' && constraint.kind !== 'not-null';
  const own = isKey
    ? touchPartitions(catalog, change.table, 'AccessExclusive')
    : touchAll(catalog, change.table, false, 'AccessExclusive');
  if (constraint?.kind === 'foreign')
    return [...own, ...touchPartitions(catalog, constraint.target, 'AccessExclusive')];
  if (constraint?.kind !== 'primary' && constraint?.kind !== 'unique') return own;
  const standing = referencesTo(catalog, change.table).filter(
    ({ key }) => targetColumnsOf(catalog, key).join() === constraint.columns.join(),
  );
  return [...own, ...standing.flatMap(({ from }) => touchPartitions(catalog, from.name, 'AccessExclusive'))];
}

/** Whether values that are there are looked at. */
export const measures = ({ action }: ChangeOf<'alter-domain'>): boolean =>
  action === 'add-check' || action === 'set-not-null' || action === 'validate';

/** A new constraint on a domain measures every column of it; tables below included, as they hold columns of their own. */
export function forecastAlterDomain(catalog: Catalog, change: ChangeOf<'alter-domain'>): readonly Touch[] {
  if (!measures(change)) return [];
  const work = change.action === 'validate' ? 'validate' : 'scan';
  return withDomains(catalog, change.domain)
    .flatMap((type) => linked(catalog, 'type', type))
    .flatMap(({ name }) => withChildren(catalog, name))
    .filter(({ kind }) => kind === 'table' || kind === 'materialized-view')
    .map(({ name }) => ({ relation: name, lock: 'Share', work }));
}

/** Only a CHECK has the same name in the tables below. */
export function forecastRenameConstraint(
  catalog: Catalog,
  { table, only, name }: ChangeOf<'rename-constraint'>,
): readonly Touch[] {
  const constraint = tableOf(catalog, table)?.constraints.find((one) => one.name === name);
  const alone = only || (constraint !== undefined && constraint.kind !== 'check');
  return touchAll(catalog, table, alone, 'AccessExclusive');
}
