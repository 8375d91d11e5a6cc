import type { ChangeOf, TableChange } from '../changes/change.ts';
import { functionsIn } from '../changes/definitions.ts';
import { freeName, type Name } from '../names.ts';
import { dropTable, keyOf, linked, putTable, tableOf, tableOrBlank, withChildren } from './catalog.ts';
import { indexOf, withKeys } from './keys.ts';
import type { Catalog, Column, Constraint, Table } from './model.ts';
import { asPartition, handDown, isSame } from './partitions.ts';

/** A clause of ALTER TABLE: on the table, and on those below it where PostgreSQL passes it on. */
export function applyToTable(catalog: Catalog, change: TableChange): Catalog {
  switch (change.kind) {
    case 'rename-table': {
      const to = { ...change.table, name: change.to };
      return change.of === 'sequence'
        ? renameUsed(catalog, change.table, to)
        : renameTable(catalog, tableOrBlank(catalog, change.table), to);
    }
    case 'set-table-schema':
      return renameTable(catalog, tableOrBlank(catalog, change.table), { ...change.table, schema: change.to });
    case 'attach-partition': {
      const partitionOf = { parent: change.table, isDefault: change.isDefault };
      const table = { ...tableOrBlank(catalog, change.partition), partitionOf };
      const parent = change.only ? undefined : tableOf(catalog, change.table);
      const full = parent === undefined ? table : asPartition(catalog, parent, table);
      return handDown(putTable(catalog, full), full);
    }
    case 'detach-partition':
      return putTable(catalog, { ...tableOrBlank(catalog, change.partition), partitionOf: null });
    case 'inherit':
    case 'no-inherit': {
      const table = tableOrBlank(catalog, change.table);
      const others = table.inherits.filter(({ name }) => name !== change.parent.name);
      return putTable(catalog, { ...table, inherits: change.kind === 'inherit' ? [...others, change.parent] : others });
    }
    default: {
      const [own = tableOrBlank(catalog, change.table), ...below] = withChildren(catalog, change.table);
      const changed = edited(own, change);
      const next = below.reduce(
        (last, table) => putTable(last, belowEdited(table, change, own)),
        putTable(catalog, changed),
      );
      return change.only ? putTable(catalog, changed) : handDown(next, changed);
    }
  }
}

/** What a change of the table above does to one below: keys are not handed to heirs, and have names of their own. */
function belowEdited(table: Table, change: TableChange, above: Table): Table {
  switch (change.kind) {
    case 'add-column': {
      const constraints = change.constraints.filter((one) => one.kind === 'check' && !one.noInherit);
      return addColumn(table, { ...change, constraints });
    }
    case 'add-constraint': {
      const { constraint } = change;
      if (constraint.kind === 'primary') return { ...table, columns: withKeys(table.columns, [constraint]) };
      if (constraint.kind !== 'check' || constraint.noInherit) return table;
      return table.constraints.some((one) => isSame(one, constraint)) ? table : addConstraint(table, constraint);
    }
    case 'drop-constraint': {
      const gone = above.constraints.find(({ name }) => name === change.name);
      const same = table.constraints.find((one) => gone !== undefined && isSame(one, gone));
      return same === undefined ? table : edited(table, { ...change, name: same.name });
    }
    case 'rename-constraint': {
      const named = above.constraints.find(({ name }) => name === change.name);
      return named?.kind === 'check' ? edited(table, change) : table;
    }
    case 'table-option':
    case 'column-option':
    case 'alter-constraint':
      return table;
    default:
      return edited(table, change);
  }
}

/** long: a menu of the clauses, each with what it makes of the table. */
function edited(table: Table, change: TableChange): Table {
  switch (change.kind) {
    case 'add-column':
      return addColumn(table, change);
    case 'drop-column':
      return dropColumn(table, change.column);
    case 'alter-type':
      return editColumn(table, change.column, (column) => ({
        ...column,
        type: change.type,
        collation: change.collation,
      }));
    case 'set-default':
      return editColumn(table, change.column, (column) => ({
        ...column,
        default: change.value,
        calls: functionsIn(change.value),
        serial: false,
      }));
    case 'column-option':
      return editColumn(table, change.column, (column) => withOption(column, change.option));
    case 'set-not-null':
      return editColumn(table, change.column, (column) => ({ ...column, nullable: false }));
    case 'drop-not-null':
      return editColumn(table, change.column, (column) => ({ ...column, nullable: true }));
    case 'rename-column':
      return renameColumn(table, change.column, change.to);
    case 'add-constraint':
      return addConstraint(table, change.constraint);
    case 'validate-constraint':
      return editConstraint(table, change.name, (one) => ('valid' in one ? { ...one, valid: true } : one));
    case 'drop-constraint': {
      const indexes = table.indexes.filter(({ name, ofConstraint }) => !(ofConstraint && name === change.name));
      return { ...table, indexes, constraints: table.constraints.filter(({ name }) => name !== change.name) };
    }
    case 'rename-constraint':
      return {
        ...editConstraint(table, change.name, (one) => ({ ...one, name: change.to })),
        indexes: table.indexes.map((one) =>
          one.ofConstraint && one.name === change.name ? { ...one, name: change.to } : one,
        ),
      };
    case 'table-option':
      return change.option === 'logged' || change.option === 'unlogged'
        ? { ...table, unlogged: change.option === 'unlogged' }
        : table;
    default:
      return table;
  }
}

function withOption(column: Column, option: ChangeOf<'column-option'>['option']): Column {
  if (option === 'add-identity' || option === 'drop-identity')
    return { ...column, identity: option === 'add-identity' };
  return option === 'drop-expression' ? { ...column, generated: null } : column;
}

function addColumn(table: Table, { column, constraints }: ChangeOf<'add-column'>): Table {
  if (table.columns.some(({ name }) => name === column.name)) return table;
  return constraints.reduce(addConstraint, { ...table, columns: [...table.columns, column] });
}

function addConstraint(table: Table, constraint: Constraint): Table {
  const taken = 'usingIndex' in constraint && constraint.usingIndex !== null ? constraint.usingIndex : null;
  const known = table.indexes.find(({ name }) => name === taken);
  // PostgreSQL refuses a written name that is taken, and counts on with a made one.
  const name = freeName(constraint.name, (one) => table.constraints.some((other) => other.name === one));
  const full =
    known !== undefined && 'usingIndex' in constraint
      ? { ...constraint, name, columns: known.columns }
      : { ...constraint, name };
  const built = indexOf(full);
  const indexes = table.indexes.map((one) => (one === known ? { ...one, name: full.name, ofConstraint: true } : one));
  const constraints = [...table.constraints, full];
  return {
    ...table,
    constraints,
    columns: withKeys(table.columns, constraints),
    indexes: built === undefined ? indexes : [...indexes, built],
  };
}

/** A column takes with it the constraints and indexes that name it. */
function dropColumn(table: Table, column: string): Table {
  return {
    ...table,
    columns: table.columns.filter(({ name }) => name !== column),
    constraints: table.constraints.filter((one) => !one.columns.includes(column)),
    indexes: table.indexes.filter(
      (one) => ![...one.columns, ...one.included, ...one.expressionColumns, ...one.predicateColumns].includes(column),
    ),
  };
}

function editColumn(table: Table, name: string, edit: (column: Column) => Column): Table {
  return { ...table, columns: table.columns.map((column) => (column.name === name ? edit(column) : column)) };
}

function editConstraint(table: Table, name: string, edit: (constraint: Constraint) => Constraint): Table {
  return { ...table, constraints: table.constraints.map((one) => (one.name === name ? edit(one) : one)) };
}

function renameColumn(table: Table, from: string, to: string): Table {
  const swap = (names: readonly string[]) => names.map((name) => (name === from ? to : name));
  return {
    ...editColumn(table, from, (column) => ({ ...column, name: to })),
    constraints: table.constraints.map((one) =>
      one.kind === 'check'
        ? { ...one, columns: swap(one.columns), proves: swap(one.proves) }
        : { ...one, columns: swap(one.columns) },
    ),
    indexes: table.indexes.map((one) => ({
      ...one,
      columns: swap(one.columns),
      included: swap(one.included),
      expressionColumns: swap(one.expressionColumns),
      predicateColumns: swap(one.predicateColumns),
    })),
  };
}

/** The table under its new name, and all that points at it. */
export function renameTable(catalog: Catalog, table: Table, to: Table['name']): Catalog {
  const from = keyOf(catalog, table.name);
  const follow = (name: Name): Name => (keyOf(catalog, name) === from ? to : name);
  const pointing = (['fk', 'child', 'view'] as const).flatMap((way) => linked(catalog, way, table.name));
  const moved = putTable(dropTable(catalog, table.name), { ...table, name: to });
  return pointing.reduce((next, { name }) => {
    const one = tableOf(next, follow(name));
    if (one === undefined) return next;
    return putTable(next, {
      ...one,
      constraints: one.constraints.map((key) =>
        key.kind === 'foreign' ? { ...key, target: follow(key.target) } : key,
      ),
      partitionOf: one.partitionOf === null ? null : { ...one.partitionOf, parent: follow(one.partitionOf.parent) },
      inherits: one.inherits.map(follow),
      reads: one.reads.map(follow),
    });
  }, moved);
}

/** What stands on a sequence follows it under its new name. */
function renameUsed(catalog: Catalog, name: Name, to: Name): Catalog {
  const from = keyOf(catalog, name);
  const follow = <Used extends { readonly calls: readonly Name[] }>(used: Used): Used => ({
    ...used,
    calls: used.calls.map((one) => (keyOf(catalog, one) === from ? to : one)),
  });
  return linked(catalog, 'use', name).reduce(
    (next, table) =>
      putTable(next, {
        ...follow(table),
        columns: table.columns.map(follow),
        constraints: table.constraints.map((one) => (one.kind === 'check' ? follow(one) : one)),
        indexes: table.indexes.map(follow),
      }),
    catalog,
  );
}
