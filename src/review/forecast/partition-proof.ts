import { tableOf } from '../catalog/catalog.ts';
import type { Catalog, Index, Table } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import { sqlOrLeft } from '../changes/to-sql.ts';
import { quoted } from '../names.ts';
import { allOf, as, constantText, type Node, textsOf } from '../parse/ast.ts';
import { provenNotNull } from './columns.ts';

/**
 * Whether valid CHECKs prove that every row of a partition to be attached fits its bounds, so that PostgreSQL does not read
 * it. Only what is plain is followed: a key of one column, compared with literals; PostgreSQL itself proves more.
 */
export function boundsProven(catalog: Catalog, { table, partition, bound }: ChangeOf<'attach-partition'>): boolean {
  const [column, ...more] = tableOf(catalog, table)?.partitionKey?.columns ?? [];
  const own = tableOf(catalog, partition);
  if (column == null || more.length > 0 || own === undefined || !provenNotNull(catalog, own, column)) return false;
  const said = own.constraints.flatMap((one) =>
    one.kind === 'check' && one.valid && one.expression !== undefined ? conjuncts(one.expression) : [],
  );
  if (bound.kind === 'list') {
    const allowed = bound.values.map(literalOf);
    return said.some((one) => valuesIn(one, column)?.every((value) => allowed.includes(value)) === true);
  }
  if (bound.kind !== 'range') return false;
  const limits = said.flatMap((one) => limitsIn(one, column));
  const [from, to] = [bound.from[0], bound.to[0]];
  return isOpen(from, 'minvalue') || limits.some((one) => fromAbove(one, literalOf(from)))
    ? isOpen(to, 'maxvalue') || limits.some((one) => fromBelow(one, literalOf(to)))
    : false;
}

/** The bounds of a partition as a condition on its key; null where the key is not one plain column, or not known. */
export function boundCheck(catalog: Catalog, { table, bound }: ChangeOf<'attach-partition'>): string | null {
  const [column, ...more] = tableOf(catalog, table)?.partitionKey?.columns ?? [];
  if (column == null || more.length > 0) return null;
  const name = quoted(column);
  if (bound.kind === 'list') return `${name} IS NOT NULL AND ${name} IN (${bound.values.map(sqlOrLeft).join(', ')})`;
  if (bound.kind !== 'range') return null;
  const [from, to] = [bound.from[0], bound.to[0]];
  const parts = [
    `${name} IS NOT NULL`,
    ...(isOpen(from, 'minvalue') ? [] : [`${name} >= ${sqlOrLeft(from)}`]),
    ...(isOpen(to, 'maxvalue') ? [] : [`${name} < ${sqlOrLeft(to)}`]),
  ];
  return parts.join(' AND ');
}

/** Indexes of the parent that the partition has not; PostgreSQL builds them while it is attached. */
export function indexesMissing(parent: Table | undefined, partition: Table | undefined): readonly Index[] {
  const shape = ({ unique, method, columns, expressionColumns, predicateColumns }: Index) =>
    JSON.stringify([unique, method, columns, expressionColumns, predicateColumns]);
  const there = new Set((partition?.indexes ?? []).filter(({ valid }) => valid).map(shape));
  return (parent?.indexes ?? []).filter((index) => !there.has(shape(index)));
}

interface Limit {
  readonly operator: string;
  readonly value: string | null;
}

function fromAbove({ operator, value }: Limit, bound: string | null): boolean {
  const order = compared(value, bound);
  return ['>', '>=', '='].includes(operator) && order !== null && order >= 0;
}

function fromBelow({ operator, value }: Limit, bound: string | null): boolean {
  const order = compared(value, bound);
  if (order === null) return false;
  return operator === '<' ? order <= 0 : ['<=', '='].includes(operator) && order < 0;
}

/** Numbers and ISO times have an order that needs no server; of other texts only being the same is known. */
function compared(a: string | null, b: string | null): number | null {
  if (a === null || b === null) return null;
  if (a === b) return 0;
  const number = /^-?\d+(\.\d+)?$/;
  if (number.test(a) && number.test(b)) return Number(a) - Number(b);
  const time = /^\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?$/;
  return time.test(a) && time.test(b) && a.length === b.length ? (a < b ? -1 : 1) : null;
}

function conjuncts(node: Node): readonly Node[] {
  const both = as(node, 'BoolExpr');
  return both?.boolop === 'AND_EXPR' ? (both.args ?? []).flatMap(conjuncts) : [node];
}

/** `at >= '2027-01-01'`, `at BETWEEN 1 AND 9` */
function limitsIn(node: Node, column: string): readonly Limit[] {
  const comparison = as(node, 'A_Expr');
  if (comparison === null || !isColumn(comparison.lexpr, column)) return [];
  if (comparison.kind === 'AEXPR_BETWEEN') {
    const [low, high] = as(comparison.rexpr, 'List')?.items ?? [];
    return [
      { operator: '>=', value: literalOf(low) },
      { operator: '<=', value: literalOf(high) },
    ];
  }
  if (comparison.kind !== 'AEXPR_OP') return [];
  return [{ operator: textsOf(comparison.name).at(-1) ?? '', value: literalOf(comparison.rexpr) }];
}

/** The only values that a condition lets a column have: `k IN ('a')`, `k = ANY (ARRAY['a'])`, `k = 'a' OR k = 'b'`. */
function valuesIn(node: Node, column: string): readonly (string | null)[] | null {
  const either = as(node, 'BoolExpr');
  if (either?.boolop === 'OR_EXPR') {
    const parts = (either.args ?? []).map((part) => valuesIn(part, column));
    return parts.every((part) => part !== null) ? parts.flat() : null;
  }
  const comparison = as(node, 'A_Expr');
  if (comparison === null || !isColumn(comparison.lexpr, column) || textsOf(comparison.name).at(-1) !== '=')
    return null;
  if (comparison.kind === 'AEXPR_IN') return (as(comparison.rexpr, 'List')?.items ?? []).map(literalOf);
  if (comparison.kind === 'AEXPR_OP_ANY') return elementsOf(comparison.rexpr)?.map(literalOf) ?? null;
  return comparison.kind === 'AEXPR_OP' ? [literalOf(comparison.rexpr)] : null;
}

function elementsOf(node: Node | undefined): readonly Node[] | null {
  const cast = as(node, 'TypeCast');
  return cast === null ? (as(node, 'A_ArrayExpr')?.elements ?? null) : elementsOf(cast.arg);
}

/** The column itself, also as the server writes one of varchar: `(k)::text`. */
function isColumn(node: Node | undefined, column: string): boolean {
  const cast = as(node, 'TypeCast');
  if (cast !== null) return textsOf(cast.typeName?.names).at(-1) === 'text' && isColumn(cast.arg, column);
  return textsOf(as(node, 'ColumnRef')?.fields).join('.') === column;
}

function literalOf(node: Node | undefined): string | null {
  const cast = as(node, 'TypeCast');
  return cast === null ? constantText(node) : literalOf(cast.arg);
}

/** MINVALUE and MAXVALUE read as names of columns. */
function isOpen(node: Node | undefined, word: 'minvalue' | 'maxvalue'): boolean {
  const [name] = allOf(as(node, 'ColumnRef')?.fields, 'String');
  return name?.sval?.toLowerCase() === word;
}
