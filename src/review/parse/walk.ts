import { as, type Node, type NodeKind, type NodeOf, textsOf } from './ast.ts';

/** Every node of one kind at or below `root`, outermost first. */
export function within<Kind extends NodeKind>(root: unknown, kind: Kind): readonly NodeOf<Kind>[] {
  const found: NodeOf<Kind>[] = [];
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const node = as(value as Node, kind);
    if (node !== null) found.push(node);
    const below = Array.isArray(value) ? value : Object.values(value);
    for (let at = below.length - 1; at >= 0; at -= 1) waiting.push(below[at]);
  }
  return found;
}

/** The columns that an expression names, without doubles. A whole-row reference is `*`. */
export function columnsIn(expression: unknown): readonly string[] {
  const names = within(expression, 'ColumnRef').map(({ fields }) => textsOf(fields).at(-1) ?? '*');
  return [...new Set(names)];
}

/** The functions that an expression calls: `['pg_catalog', 'now']`, with or without the schema, and their argument counts. */
export function callsIn(expression: unknown): readonly { readonly name: readonly string[]; readonly count: number }[] {
  return within(expression, 'FuncCall').map(({ funcname, args }) => ({
    name: textsOf(funcname),
    count: args?.length ?? 0,
  }));
}

/** The columns that hold a value in every row that satisfies the expression: `a IS NOT NULL AND …`. */
export function provenNotNull(expression: Node | undefined): readonly string[] {
  const test = as(expression, 'NullTest');
  if (test !== null) {
    return test.nulltesttype === 'IS_NOT_NULL' && as(test.arg, 'ColumnRef') !== null ? columnsIn(test.arg) : [];
  }
  const both = as(expression, 'BoolExpr');
  const denied = both?.boolop === 'NOT_EXPR' ? as(both.args?.[0], 'NullTest') : null;
  if (denied?.nulltesttype === 'IS_NULL' && as(denied.arg, 'ColumnRef') !== null) return columnsIn(denied.arg);
  return both?.boolop === 'AND_EXPR' ? (both.args ?? []).flatMap((part) => provenNotNull(part)) : [];
}

/** Whether two expressions are written alike, wherever they stand. */
export function sameText(a: Node | null | undefined, b: Node | null | undefined): boolean {
  const text = (node: Node | null | undefined) =>
    JSON.stringify(node, (key, value) => (key === 'location' ? undefined : value));
  return a !== undefined && text(a) === text(b);
}
