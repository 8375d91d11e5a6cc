import { freeName, madeIndexName, type Name } from '../names.ts';
import { linked, putTable, tableOf, withChildren } from './catalog.ts';
import { indexOf, withKeys } from './keys.ts';
import type { Catalog, Constraint, Index, Table } from './model.ts';

/** Every partition below a table gets the constraints and indexes of the one above that it lacks, as PostgreSQL does. */
export function handDown(catalog: Catalog, { name }: Table): Catalog {
  const [, ...below] = withChildren(catalog, name).filter(({ partitionOf }, at) => at === 0 || partitionOf !== null);
  return below.reduce((next, { name: part }) => {
    const [table, parent] = [tableOf(next, part), tableOf(next, tableOf(next, part)?.partitionOf?.parent ?? part)];
    return table === undefined || parent === undefined ? next : putTable(next, asPartition(next, parent, table));
  }, catalog);
}

/** A partition with what its parent has. Keys and indexes get names made from its own. */
export function asPartition(catalog: Catalog, parent: Table, part: Table): Table {
  const constrained = parent.constraints.reduce((table, one) => withConstraint(catalog, table, one), part);
  const plain = parent.indexes.filter(({ ofConstraint }) => !ofConstraint);
  return plain.reduce((table, one) => {
    const alike = parent.indexes.filter((other) => isSameIndex(other, one));
    return withIndex(catalog, table, one, alike.indexOf(one) + 1);
  }, constrained);
}

function withConstraint(catalog: Catalog, part: Table, constraint: Constraint): Table {
  if (part.constraints.some((one) => isSame(one, constraint))) return part;
  const own = { ...constraint, name: ownName(catalog, part, constraint) };
  if ('usingIndex' in own) own.usingIndex = null;
  const index = indexOf(own);
  const constraints = [...part.constraints, own];
  return {
    ...part,
    constraints,
    columns: withKeys(part.columns, constraints),
    indexes: index === undefined ? part.indexes : [...part.indexes, index],
  };
}

/** Whether a partition's constraint stands for its parent's. */
export function isSame(a: Constraint, b: Constraint): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'foreign' && b.kind === 'foreign' && !isSameTarget(a.target, b.target)) return false;
  return a.kind === 'check' ? a.name === b.name : a.columns.join() === b.columns.join();
}

/** One that is written without its schema may be any of its name. */
const isSameTarget = (a: Name, b: Name): boolean =>
  a.name === b.name && (a.schema === b.schema || a.schema === null || b.schema === null);

function ownName(catalog: Catalog, { name, indexes }: Table, { kind, columns, name: given }: Constraint): string {
  if (kind !== 'unique' && kind !== 'primary' && kind !== 'exclude') return given;
  const end = { unique: 'key', primary: 'pkey', exclude: 'excl' }[kind];
  const made = madeIndexName(name.name, kind === 'primary' ? [] : columns, end);
  return freeName(made, (one) => indexes.some((index) => index.name === one) || isTaken(catalog, name.schema, one));
}

/** Each of the parent's indexes has one of its own: `count` is how many alike the parent has up to this one. */
function withIndex(catalog: Catalog, part: Table, index: Index, count: number): Table {
  if (part.indexes.filter((one) => isSameIndex(one, index)).length >= count) return part;
  const made = madeIndexName(part.name.name, index.parts, 'idx');
  const name = freeName(made, (one) => isTaken(catalog, part.name.schema, one));
  return { ...part, indexes: [...part.indexes, { ...index, name }] };
}

export function isSameIndex(a: Index, b: Index): boolean {
  const shape = ({ parts, unique, predicateColumns }: Index) => JSON.stringify([parts, unique, predicateColumns]);
  return shape(a) === shape(b);
}

/** Whether a table or index has this name. */
export function isTaken(catalog: Catalog, schema: string | null, name: string): boolean {
  return tableOf(catalog, { schema, name }) !== undefined || linked(catalog, 'index', { schema, name }).length > 0;
}
