import { keyOf, linked, tableOf, typeEntry } from '../catalog/catalog.ts';
import type { Catalog, Column, Constraint, Index, Table, TypeRef } from '../catalog/model.ts';
import { toSql } from '../changes/to-sql.ts';
import { sameType } from '../drift/columns.ts';
import { defaultDrift } from '../drift/defaults.ts';
import { kept } from '../drift/kept.ts';
import type { Name } from '../names.ts';
import type { Node } from '../parse/ast.ts';

type OfColumn = { readonly table: Name; readonly column: string };

/** What must be so in the database after a statement ran. */
export type Condition =
  | { readonly kind: 'table'; readonly table: Name; readonly there: boolean }
  | (OfColumn & { readonly kind: 'column'; readonly there: boolean })
  | (OfColumn & { readonly kind: 'type-of'; readonly type: TypeRef })
  | (OfColumn & { readonly kind: 'nullable'; readonly nullable: boolean })
  | (OfColumn & { readonly kind: 'default'; readonly value: Node | null })
  | (OfColumn & { readonly kind: 'identity' | 'not-generated' })
  | { readonly kind: 'constraint'; readonly table: Name; readonly of: Constraint | string; readonly there: boolean }
  | { readonly kind: 'validated'; readonly table: Name; readonly name: string }
  | { readonly kind: 'index'; readonly index: Name; readonly there: boolean }
  | { readonly kind: 'parent'; readonly table: Name; readonly parent: Name; readonly there: boolean }
  | { readonly kind: 'unlogged'; readonly table: Name; readonly unlogged: boolean }
  | { readonly kind: 'type'; readonly type: Name; readonly there: boolean }
  | { readonly kind: 'label'; readonly type: Name; readonly label: string; readonly there: boolean }
  /** Something that the catalog does not keep: `extension citext`. */
  | { readonly kind: 'beside'; readonly key: string; readonly there: boolean };

/** `unfinished`: an index is there that nobody can use. */
export type Truth = 'yes' | 'no' | 'unfinished' | 'unknown';

/** The database that is looked at. */
export interface LiveDatabase {
  readonly catalog: Catalog;
  /** What stands beside tables and types, as `besideKey` names it. */
  readonly beside: ReadonlySet<string>;
}

const yes = (so: boolean): Truth => (so ? 'yes' : 'no');

/** Whether the condition is true of the database. */
export function holds({ catalog, beside }: LiveDatabase, condition: Condition): Truth {
  switch (condition.kind) {
    case 'type':
      return yes((typeEntry(catalog, keptName(condition.type)) !== undefined) === condition.there);
    case 'label':
      return labelHolds(catalog, condition);
    case 'index':
      return indexHolds(catalog, condition);
    case 'beside':
      return yes(beside.has(condition.key) === condition.there);
    case 'table':
      return yes(isThere(catalog, condition.table) === condition.there);
    default:
      return ofTable(catalog, condition);
  }
}

const keptName = ({ schema, name }: Name): Name => ({ schema, name: kept(name) });
const find = (catalog: Catalog, name: Name): Table | undefined => tableOf(catalog, keptName(name));
const isThere = (catalog: Catalog, name: Name): boolean => find(catalog, name)?.known === true;

function labelHolds(catalog: Catalog, { type, label, there }: Extract<Condition, { kind: 'label' }>): Truth {
  const entry = typeEntry(catalog, keptName(type));
  return entry?.kind === 'enum' ? yes(entry.labels.includes(label) === there) : 'no';
}

function indexHolds(catalog: Catalog, { index, there }: Extract<Condition, { kind: 'index' }>): Truth {
  const found = indexOf(catalog, index);
  if (!there) return yes(found === undefined);
  if (found === undefined) return 'no';
  // one that was made ON ONLY a partitioned table waits for those of its partitions
  return found.index.valid || found.table.kind === 'partitioned' ? 'yes' : 'unfinished';
}

/** An index of that name, with its table. */
export function indexOf(catalog: Catalog, index: Name): { readonly table: Table; readonly index: Index } | undefined {
  const name = keptName(index);
  const [table] = linked(catalog, 'index', name);
  const found = table?.indexes.find((one) => one.name === name.name);
  return table === undefined || found === undefined ? undefined : { table, index: found };
}

type AboutTable = Exclude<Condition, { kind: 'type' | 'label' | 'index' | 'beside' | 'table' }>;

function ofTable(catalog: Catalog, condition: AboutTable): Truth {
  const table = find(catalog, condition.table);
  // of a table that is gone nothing can be said, except that nothing of it is there
  if (table === undefined || !table.known) return 'there' in condition && !condition.there ? 'unknown' : 'no';
  switch (condition.kind) {
    case 'constraint':
      return constraintHolds(table, condition);
    case 'validated': {
      const named = table.constraints.find(({ name }) => name === kept(condition.name));
      return yes(named !== undefined && !('valid' in named && !named.valid));
    }
    case 'parent': {
      const parents = [...table.inherits, ...(table.partitionOf === null ? [] : [table.partitionOf.parent])];
      const key = keyOf(catalog, condition.parent);
      return yes(parents.some((one) => keyOf(catalog, one) === key) === condition.there);
    }
    case 'unlogged':
      return table.unlogged === null ? 'unknown' : yes(table.unlogged === condition.unlogged);
    default:
      return ofColumn(catalog, table, condition);
  }
}

function constraintHolds(table: Table, { of, there }: Extract<Condition, { kind: 'constraint' }>): Truth {
  const name = kept(typeof of === 'string' ? of : of.name);
  const found = table.constraints.find((one) => one.name === name);
  if (!there) return yes(found === undefined);
  if (found === undefined) return 'no';
  return typeof of === 'string' || found.kind === of.kind ? 'yes' : 'unknown';
}

function ofColumn(catalog: Catalog, table: Table, condition: Extract<AboutTable, OfColumn>): Truth {
  const column = table.columns.find(({ name }) => name === kept(condition.column));
  if (condition.kind === 'column') return yes((column !== undefined) === condition.there);
  if (column === undefined) return 'no';
  switch (condition.kind) {
    case 'type-of':
      return yes(sameType(condition.type, column.type));
    case 'nullable':
      return yes(column.nullable === condition.nullable);
    case 'identity':
      return yes(column.identity);
    case 'not-generated':
      return yes(column.generated === null);
    default:
      return defaultHolds(catalog, column, condition.value);
  }
}

/** The server writes a default its own way: two that read alike are one, two that differ may be. */
function defaultHolds(catalog: Catalog, there: Column, value: Node | null): Truth {
  const wanted: Column = { ...there, default: value, serial: false };
  if (defaultDrift(catalog, wanted, there).length > 0) return 'no';
  if (value === null) return 'yes';
  const [own, live] = [toSql(value), toSql(there.default ?? undefined)];
  const alike = own !== null && live !== null && bare(own) === bare(live);
  return alike ? 'yes' : 'unknown';
}

/** `'OPEN'::"OrderStatus"` is `'OPEN'`. */
const bare = (sql: string): string => sql.replace(/::[\w".[\]() ]+$/, '').toLowerCase();
