import { quoted } from '../names.ts';
import { as, kindOf, type Node, type NodeKind, type NodeOf, textsOf } from '../parse/ast.ts';
import { sqlType, typeRef } from './type-ref.ts';

type Writers = { readonly [Kind in NodeKind]?: (node: NodeOf<Kind>) => string | null };

/** What stands where an expression is too rare to be written again. */
export const left = '…';

/** An expression as SQL, as DEFAULT and CHECK hold them; null where a part of it is not followed. */
export function toSql(node: Node | null | undefined): string | null {
  if (node === null || node === undefined) return null;
  const kind = kindOf(node);
  // The menu's types pair each kind with its node, as in `readChanges`.
  const writer = writers[kind] as ((one: unknown) => string | null) | undefined;
  return writer?.(as(node, kind)) ?? null;
}

/** The same, with `…` for what is not followed. */
export function sqlOrLeft(node: Node | null | undefined): string {
  return toSql(node) ?? left;
}

const clocks: Readonly<Record<string, string>> = {
  SVFOP_CURRENT_DATE: 'CURRENT_DATE',
  SVFOP_CURRENT_TIME: 'CURRENT_TIME',
  SVFOP_CURRENT_TIMESTAMP: 'CURRENT_TIMESTAMP',
  SVFOP_LOCALTIME: 'LOCALTIME',
  SVFOP_LOCALTIMESTAMP: 'LOCALTIMESTAMP',
  SVFOP_CURRENT_USER: 'CURRENT_USER',
  SVFOP_SESSION_USER: 'SESSION_USER',
};

const writers: Writers = {
  A_Const: ({ isnull, sval, ival, fval, boolval }) => {
    if (isnull) return 'NULL';
    if (sval) return `'${(sval.sval ?? '').replaceAll("'", "''")}'`;
    if (boolval) return boolval.boolval ? 'true' : 'false';
    return ival ? String(ival.ival ?? 0) : (fval?.fval ?? null);
  },
  ColumnRef: ({ fields }) => {
    const names = textsOf(fields);
    return names.length === (fields ?? []).length ? names.map(quoted).join('.') : null;
  },
  TypeCast: ({ arg, typeName }) => join`${inBrackets(arg)}::${sqlType(typeRef(typeName))}`,
  FuncCall: ({ funcname, args, agg_star, over }) =>
    agg_star || over ? null : join`${textsOf(funcname).map(quoted).join('.')}(${list(args)})`,
  SQLValueFunction: ({ op }) => clocks[op ?? ''] ?? null,
  NullTest: ({ arg, nulltesttype }) =>
    join`${inBrackets(arg)} ${nulltesttype === 'IS_NULL' ? 'IS NULL' : 'IS NOT NULL'}`,
  BoolExpr: ({ boolop, args }) => {
    const parts = (args ?? []).map(inBrackets);
    if (parts.some((part) => part === null)) return null;
    if (boolop === 'NOT_EXPR') return `NOT ${parts[0]}`;
    return parts.join(boolop === 'AND_EXPR' ? ' AND ' : ' OR ');
  },
  A_ArrayExpr: ({ elements }) => join`ARRAY[${list(elements)}]`,
  CoalesceExpr: ({ args }) => join`coalesce(${list(args)})`,
  A_Expr: (node) => comparison(node),
};

function comparison({ kind, name, lexpr, rexpr }: NodeOf<'A_Expr'>): string | null {
  const operator = textsOf(name).at(-1) ?? '';
  const not = operator === '<>' ? 'NOT ' : '';
  const before = lexpr === undefined ? '' : inBrackets(lexpr);
  switch (kind) {
    case 'AEXPR_OP':
      return lexpr === undefined
        ? join`${operator}${inBrackets(rexpr)}`
        : join`${before} ${operator} ${inBrackets(rexpr)}`;
    case 'AEXPR_OP_ANY':
      return join`${before} ${operator} ANY (${toSql(rexpr)})`;
    case 'AEXPR_IN':
      return join`${before} ${not}IN (${list(as(rexpr, 'List')?.items)})`;
    case 'AEXPR_LIKE':
      return join`${before} ${operator === '!~~' ? 'NOT LIKE' : 'LIKE'} ${inBrackets(rexpr)}`;
    case 'AEXPR_BETWEEN': {
      const [low, high] = as(rexpr, 'List')?.items ?? [];
      return join`${before} BETWEEN ${inBrackets(low)} AND ${inBrackets(high)}`;
    }
    default:
      return null;
  }
}

/** Null as soon as one part is null. */
function join(texts: TemplateStringsArray, ...parts: readonly (string | null)[]): string | null {
  return parts.includes(null) ? null : String.raw({ raw: texts }, ...parts);
}

function list(nodes: readonly Node[] | undefined): string | null {
  const parts = (nodes ?? []).map(toSql);
  return parts.includes(null) ? null : parts.join(', ');
}

const bare: ReadonlySet<NodeKind> = new Set([
  'A_Const',
  'ColumnRef',
  'FuncCall',
  'TypeCast',
  'SQLValueFunction',
  'A_ArrayExpr',
]);

function inBrackets(node: Node | undefined): string | null {
  const text = toSql(node);
  return text === null || node === undefined || bare.has(kindOf(node)) ? text : `(${text})`;
}
