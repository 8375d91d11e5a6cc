import { allOf, as, constantText, type Node, textsOf } from '../parse/ast.ts';
import { callsIn, sameText, within } from '../parse/walk.ts';
import type { WhereClause } from './change.ts';

export function whereOf(clause: Node | undefined): WhereClause {
  if (clause === undefined) return 'none';
  return metUnlessNull(clause)?.length === 0 ? 'always-true' : 'some';
}

/**
 * The columns that must hold a value for a condition to be met: `id IS NOT NULL AND true` is met by every row whose `id`
 * holds one. None: by every row, as far as the text alone shows it. Null: it depends on more.
 */
export function metUnlessNull(node: Node | undefined): readonly string[] | null {
  const constant = as(node, 'A_Const');
  if (constant !== null) return constant.boolval?.boolval === true ? [] : null;
  const both = as(node, 'BoolExpr');
  if (both?.boolop === 'OR_EXPR') return ofEither(both.args ?? []);
  if (both?.boolop === 'AND_EXPR') return ofAll(both.args ?? []);
  if (both?.boolop === 'NOT_EXPR') return ofDenied(both.args?.[0]);
  const test = as(node, 'NullTest');
  if (test !== null) return test.nulltesttype === 'IS_NOT_NULL' ? columnOf(test.arg) : null;
  return asksForAnything(node) ? [] : ofComparison(node);
}

function ofAll(parts: readonly Node[]): readonly string[] | null {
  const all = parts.map(metUnlessNull);
  return all.some((one) => one === null) ? null : all.flatMap((one) => one ?? []);
}

function ofEither(parts: readonly Node[]): readonly string[] | null {
  const tests = allOf(parts, 'NullTest');
  const both = tests.some(
    (one) => one.nulltesttype === 'IS_NULL' && tests.some((two) => two !== one && isOpposite(one.arg, two)),
  );
  const met = parts.map(metUnlessNull).filter((one) => one !== null);
  return both ? [] : (met.toSorted((a, b) => a.length - b.length)[0] ?? null);
}

/** `a IS NULL OR a IS NOT NULL` */
const isOpposite = (arg: Node | undefined, test: { readonly nulltesttype?: string; readonly arg?: Node }): boolean =>
  test.nulltesttype === 'IS_NOT_NULL' && sameText(arg, test.arg);

/** `NOT false`, `NOT (a IS NULL)` */
function ofDenied(node: Node | undefined): readonly string[] | null {
  const flag = as(node, 'A_Const')?.boolval;
  if (flag !== undefined) return flag.boolval === true ? null : [];
  const test = as(node, 'NullTest');
  return test?.nulltesttype === 'IS_NULL' ? columnOf(test.arg) : null;
}

function columnOf(node: Node | undefined): readonly string[] | null {
  const column = as(node, 'ColumnRef');
  return column === null ? null : textsOf(column.fields).slice(-1);
}

/** `EXISTS (SELECT 1)`: a query that reads nothing gives one row. */
function asksForAnything(node: Node | undefined): boolean {
  const link = as(node, 'SubLink');
  const query = as(link?.subselect, 'SelectStmt');
  if (link?.subLinkType !== 'EXISTS_SUBLINK' || query === null) return false;
  const narrowed = [query.whereClause, query.havingClause, query.limitCount, query.limitOffset];
  return (
    (query.fromClause ?? []).length === 0 && query.op === 'SETOP_NONE' && narrowed.every((one) => one === undefined)
  );
}

/** `1 = 1`, `a = a`, `'x' <> 'y'`, `name LIKE '%'` */
function ofComparison(node: Node | undefined): readonly string[] | null {
  const comparison = as(node, 'A_Expr');
  if (comparison === null) return null;
  const { lexpr, rexpr, kind } = comparison;
  if (kind === 'AEXPR_LIKE' || kind === 'AEXPR_ILIKE')
    return /^%+$/.test(constantText(rexpr) ?? '') ? columnOf(lexpr) : null;
  const operator = textsOf(comparison.name).at(-1) ?? '';
  if (['<>', '!='].includes(operator)) return differs(lexpr, rexpr) ? [] : null;
  const same = callsIn(lexpr).length === 0 && within(lexpr, 'SubLink').length === 0 && sameText(lexpr, rexpr);
  return ['=', '>=', '<='].includes(operator) && same ? [] : null;
}

/** Two literals that are not the same. */
function differs(a: Node | undefined, b: Node | undefined): boolean {
  const [one, other] = [constantText(a), constantText(b)];
  return one !== null && other !== null && one !== other;
}
