import type { Change, ChangeOf, TableChange } from '../changes/change.ts';
import type { Name } from '../names.ts';
import { applyCreateTable, applyToIndexes } from './apply-creation.ts';
import { applyToTable, renameTable } from './apply-table.ts';
import {
  dropTable,
  keyOf,
  linked,
  putFunction,
  putTable,
  putType,
  tableOf,
  tableOrBlank,
  typeEntry,
  withChildren,
} from './catalog.ts';
import type { Catalog, Origin, Table } from './model.ts';
import { entriesOf, valuesOf } from './name-map.ts';

/** The database after a change, as far as the reviewer keeps it. long: a menu of the kinds of change. */
export function applyChange(catalog: Catalog, change: Change, origin: Origin): Catalog {
  switch (change.kind) {
    case 'create-table':
      return applyCreateTable(catalog, change, origin);
    case 'create-index':
    case 'drop-index':
    case 'rename-index':
      return applyToIndexes(catalog, change);
    case 'drop-table':
      return change.tables.reduce((next, table) => dropWithChildren(next, table, change.cascade), catalog);
    case 'create-view':
      return applyCreateView(catalog, change, origin);
    case 'drop':
      return applyDrop(catalog, change);
    case 'create-enum':
      return putType(catalog, change.type, { kind: 'enum', labels: change.labels, origin });
    case 'add-enum-value':
    case 'rename-enum-value':
      return applyToEnum(catalog, change);
    case 'rename-type': {
      const entry = typeEntry(catalog, change.type);
      return renameType(putType(putType(catalog, change.type, undefined), { ...change.type, name: change.to }, entry), {
        type: change.type,
        to: { ...change.type, name: change.to },
      });
    }
    case 'create-domain': {
      const below = typeEntry(catalog, change.base);
      return putType(catalog, change.domain, {
        kind: 'domain',
        base: change.base,
        constrained: change.constrained || (below?.kind === 'domain' && below.constrained),
        notNull: change.notNull || (below?.kind === 'domain' && below.notNull),
        origin,
      });
    }
    case 'alter-domain': {
      const entry = typeEntry(catalog, change.domain);
      if (entry?.kind !== 'domain' || !constrains.has(change.action)) return catalog;
      const notNull = entry.notNull || change.action === 'set-not-null';
      return putType(catalog, change.domain, { ...entry, constrained: true, notNull });
    }
    case 'rename-schema':
      return renameSchema(catalog, change);
    case 'create-function':
      return putFunction(catalog, change.name, change.volatility);
    case 'create-trigger':
    case 'create-policy':
    case 'create-rule': {
      const table = tableOrBlank(catalog, change.table);
      return putTable(catalog, { ...table, calls: [...table.calls, ...change.calls] });
    }
    default:
      return 'table' in change && change.table !== null ? applyToTable(catalog, change as TableChange) : catalog;
  }
}

/** What leaves a domain with a constraint. */
const constrains: ReadonlySet<ChangeOf<'alter-domain'>['action']> = new Set([
  'add-check',
  'add-check-not-valid',
  'set-not-null',
  'validate',
]);

function applyToEnum(catalog: Catalog, change: ChangeOf<'add-enum-value'> | ChangeOf<'rename-enum-value'>): Catalog {
  const entry = typeEntry(catalog, change.type);
  if (entry?.kind !== 'enum') return catalog;
  if (change.kind === 'rename-enum-value') {
    const labels = entry.labels.map((label) => (label === change.value ? change.to : label));
    return putType(catalog, change.type, { ...entry, labels });
  }
  if (entry.labels.includes(change.value)) return catalog;
  return putType(catalog, change.type, { ...entry, labels: [...entry.labels, change.value] });
}

function dropWithChildren(catalog: Catalog, name: Table['name'], cascade: boolean): Catalog {
  const gone = withChildren(catalog, name).filter((one, at) => at === 0 || one.partitionOf !== null || cascade);
  const keys = new Set(gone.map((one) => keyOf(catalog, one.name)));
  const referencing = gone.flatMap((one) => linked(catalog, 'fk', one.name));
  const cleared = referencing.reduce((next, { name: from }) => {
    const table = tableOf(next, from);
    if (table === undefined) return next;
    const constraints = table.constraints.filter(
      (one) => one.kind !== 'foreign' || !keys.has(keyOf(catalog, one.target)),
    );
    return putTable(next, { ...table, constraints });
  }, catalog);
  return gone.reduce((next, one) => dropTable(next, one.name), cleared);
}

function applyCreateView(
  catalog: Catalog,
  { view, reads, readColumns, materialized, calls }: ChangeOf<'create-view'>,
  origin: Origin,
): Catalog {
  const kind = materialized ? 'materialized-view' : 'view';
  const bare = {
    columns: [],
    constraints: [],
    indexes: [],
    partitionOf: null,

    inherits: [],
    rows: null,
    bytes: null,
  };
  const before = tableOf(catalog, view);
  return putTable(catalog, {
    ...bare,
    name: view,
    kind,
    reads,
    readColumns,
    calls,
    unlogged: null,
    origin: before?.origin ?? origin,
    known: true,
  });
}

function applyDrop(catalog: Catalog, { what, names }: ChangeOf<'drop'>): Catalog {
  if (what === 'view' || what === 'materialized-view') return names.reduce(dropTable, catalog);
  if (what === 'type' || what === 'domain')
    return names.reduce((next, name) => putType(next, name, undefined), catalog);
  return catalog;
}

/** Its tables and types under their new names; a function keeps its old one, and is unknown under the new. */
function renameSchema(catalog: Catalog, { schema, to }: ChangeOf<'rename-schema'>): Catalog {
  const tables = [...valuesOf(catalog.tables)].filter(({ name }) => (name.schema ?? catalog.defaultSchema) === schema);
  const moved = tables.reduce((next, { name }) => {
    const table = tableOf(next, name);
    return table === undefined ? next : renameTable(next, table, { ...name, schema: to });
  }, catalog);
  const types = [...entriesOf(catalog.types)].filter(([key]) => key.startsWith(`${schema}.`));
  return types.reduce((next, [key, entry]) => {
    const name = key.slice(schema.length + 1);
    const columns = renameType(next, { type: { schema, name }, to: { schema: to, name } });
    return putType(putType(columns, { schema, name }, undefined), { schema: to, name }, entry);
  }, moved);
}

/** Columns follow their type's new name. */
function renameType(catalog: Catalog, { type, to }: { readonly type: Name; readonly to: Name }): Catalog {
  return linked(catalog, 'type', type).reduce((next, table) => {
    const columns = table.columns.map((column) =>
      keyOf(catalog, column.type) === keyOf(catalog, type) ? { ...column, type: { ...column.type, ...to } } : column,
    );
    return putTable(next, { ...table, columns });
  }, catalog);
}
