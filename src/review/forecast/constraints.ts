import { linked, tableOf, withChildren } from '../catalog/catalog.ts';
import type { Catalog, Constraint } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import { provenNotNull } from './columns.ts';
import { referencesTo, type Touch, targetColumnsOf, touchAll, touchPartitions } from './touch.ts';

export function forecastAddConstraint(
  catalog: Catalog,
  { table, only, constraint }: ChangeOf<'add-constraint'>,
): readonly Touch[] {
  switch (constraint.kind) {
    case 'check':
    case 'not-null': {
      const proven =
        constraint.kind === 'not-null' &&
        constraint.columns.every((one) => provenNotNull(catalog, tableOf(catalog, table), one));
      return touchAll(catalog, table, only, 'AccessExclusive', constraint.valid && !proven ? 'scan' : 'metadata');
    }
    case 'foreign': {
      const work = constraint.valid ? 'validate' : 'metadata';
      return [
        ...touchAll(catalog, table, only, 'ShareRowExclusive', work),
        ...touchAll(catalog, constraint.target, false, 'ShareRowExclusive', work),
      ];
    }
    case 'exclude':
      return touchPartitions(catalog, table, 'AccessExclusive', 'index-build');
    case 'unique':
    case 'primary': {
      if (constraint.usingIndex === null) return touchPartitions(catalog, table, 'AccessExclusive', 'index-build');
      const scanned = constraint.kind === 'primary' && !holdsValues(catalog, table, constraint);
      return touchAll(catalog, table, only, 'AccessExclusive', scanned ? 'scan' : 'metadata');
    }
  }
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
  const own = touchAll(catalog, table, only, 'ShareUpdateExclusive', done ? 'metadata' : 'validate');
  if (constraint?.kind !== 'foreign') return own;
  return [...own, ...touchAll(catalog, constraint.target, true, 'RowShare', done ? 'metadata' : 'validate')];
}

/** Both tables of a foreign key; every foreign key that stands on a key that goes. */
export function forecastDropConstraint(catalog: Catalog, change: ChangeOf<'drop-constraint'>): readonly Touch[] {
  const own = touchAll(catalog, change.table, change.only, 'AccessExclusive');
  const constraint = tableOf(catalog, change.table)?.constraints.find((one) => one.name === change.name);
  if (constraint?.kind === 'foreign')
    return [...own, ...touchAll(catalog, constraint.target, false, 'AccessExclusive')];
  if (constraint?.kind !== 'primary' && constraint?.kind !== 'unique') return own;
  const standing = referencesTo(catalog, change.table).filter(
    ({ key }) => targetColumnsOf(catalog, key).join() === constraint.columns.join(),
  );
  return [...own, ...standing.flatMap(({ from }) => touchAll(catalog, from.name, false, 'AccessExclusive'))];
}

/** A new constraint on a domain measures every column of it; tables below included, as they hold columns of their own. */
export function forecastAlterDomain(catalog: Catalog, change: ChangeOf<'alter-domain'>): readonly Touch[] {
  if (change.action === 'other' || change.action === 'add-check-not-valid') return [];
  const work = change.action === 'validate' ? 'validate' : 'scan';
  return linked(catalog, 'type', change.domain)
    .flatMap(({ name }) => withChildren(catalog, name))
    .map(({ name }) => ({ relation: name, lock: 'Share', work }));
}
