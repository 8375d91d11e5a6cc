import { isBuiltInFunction } from '../catalog/built-in-functions.ts';
import type { Column, Constraint, ForeignAction, Index } from '../catalog/model.ts';
import { madeIndexName, madeName, type Name, nameFrom, nameOf } from '../names.ts';
import { allOf, as, constantText, type Node, type NodeOf, textsOf } from '../parse/ast.ts';
import { columnsIn, provenNotNull, within } from '../parse/walk.ts';
import { serialBase, typeRef } from './type-ref.ts';

/** A column definition, and the constraints written inline with it. */
export interface DefinedColumn {
  readonly column: Column;
  readonly constraints: readonly Constraint[];
}

export function defineColumn(definition: NodeOf<'ColumnDef'>, table: Name): DefinedColumn {
  const name = definition.colname ?? '';
  const written = typeRef(definition.typeName);
  const base = serialBase(written);
  const inline = allOf(definition.constraints, 'Constraint');
  const has = (type: string) => inline.some(({ contype }) => contype === type);
  const generated = inline.find(({ contype }) => contype === 'CONSTR_GENERATED');
  const value = inline.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr ?? null;
  const notNull = ['CONSTR_NOTNULL', 'CONSTR_PRIMARY', 'CONSTR_IDENTITY'].some(has) || base !== null;
  const collation = textsOf(definition.collClause?.collname).at(-1) ?? null;
  const column: Column = {
    name,
    type: base ?? written,
    nullable: !notNull,
    default: isNullLiteral(value) ? null : value,
    calls: [...functionsIn([value, generated?.raw_expr]), ...(base === null ? [] : [sequenceOf(table, name)])],
    identity: has('CONSTR_IDENTITY'),
    serial: base !== null,
    generated: generated === undefined ? null : generated.generated_kind === 'v' ? 'virtual' : 'stored',
    collation,
  };
  return { column, constraints: inline.flatMap((one) => defineConstraint(one, table, [name])) };
}

/** The sequence that PostgreSQL makes for a `serial` column. */
function sequenceOf({ schema, name }: Name, column: string): Name {
  return { schema, name: madeName(name, column, 'seq') };
}

/** The functions that an expression stands on, and the sequences that it draws from: `nextval('app.numbers')`. */
export function functionsIn(expression: unknown): readonly Name[] {
  return within(expression, 'FuncCall').flatMap(({ funcname, args }) => {
    const called = nameFrom(textsOf(funcname));
    const sequence = /^(next|curr|set)val$/.test(called.name) ? constantText(uncast(args?.[0])) : null;
    const own = isBuiltInFunction(called) ? [] : [called];
    return sequence === null ? own : [...own, nameFrom(partsOf(sequence))];
  });
}

function uncast(node: Node | undefined): Node | undefined {
  return as(node, 'TypeCast')?.arg ?? node;
}

/** `app."Numbers"` as `app`, `Numbers`. */
function partsOf(text: string): readonly string[] {
  return (text.match(/"(?:[^"]|"")*"|[^.]+/g) ?? []).map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase(),
  );
}

/** `DEFAULT NULL` is no default. */
export function isNullLiteral(value: Node | null | undefined): boolean {
  return as(value, 'A_Const')?.isnull === true;
}

const actions: Readonly<Record<string, ForeignAction>> = {
  a: 'no-action',
  r: 'restrict',
  c: 'cascade',
  n: 'set-null',
  d: 'set-default',
};

/** A constraint that the catalog keeps; none for what only describes a column. `own` are the columns of an inline one. */
export function defineConstraint(
  node: NodeOf<'Constraint'>,
  table: Name,
  own: readonly string[] = [],
): readonly Constraint[] {
  switch (node.contype) {
    case 'CONSTR_CHECK':
      return [defineCheck(node, table)];
    case 'CONSTR_NOTNULL':
      return own.length > 0 ? [] : [defineNotNull(node, table)];
    case 'CONSTR_UNIQUE':
    case 'CONSTR_PRIMARY':
      return [defineKey(node, table, own)];
    case 'CONSTR_EXCLUSION':
      return [defineExclusion(node, table)];
    case 'CONSTR_FOREIGN':
      return [defineForeignKey(node, table, own)];
    default:
      return [];
  }
}

function defineCheck(node: NodeOf<'Constraint'>, table: Name): Constraint {
  const columns = columnsIn(node.raw_expr);
  const name = node.conname ?? madeName(table.name, ...(columns.length === 1 ? columns : []), 'check');
  return {
    kind: 'check',
    name,
    columns,
    proves: provenNotNull(node.raw_expr),
    calls: functionsIn(node.raw_expr),
    noInherit: node.is_no_inherit ?? false,
    valid: node.skip_validation !== true,
    ...(node.raw_expr === undefined ? {} : { expression: node.raw_expr }),
  };
}

function defineNotNull(node: NodeOf<'Constraint'>, table: Name): Constraint {
  const columns = textsOf(node.keys);
  const name = node.conname ?? madeName(table.name, ...columns, 'not_null');
  return { kind: 'not-null', name, columns, valid: node.skip_validation !== true };
}

function defineKey(node: NodeOf<'Constraint'>, table: Name, own: readonly string[]): Constraint {
  const keys = textsOf(node.keys);
  const columns = keys.length > 0 ? keys : own;
  const kind = node.contype === 'CONSTR_UNIQUE' ? 'unique' : 'primary';
  const made = kind === 'unique' ? madeIndexName(table.name, columns, 'key') : madeName(table.name, 'pkey');
  return {
    kind,
    name: node.conname ?? node.indexname ?? made,
    columns,
    usingIndex: node.indexname ?? null,
    deferrable: node.deferrable ?? false,
  };
}

function defineExclusion(node: NodeOf<'Constraint'>, table: Name): Constraint {
  const parts = (node.exclusions ?? []).flatMap((pair) => allOf(as(pair, 'List')?.items, 'IndexElem'));
  const columns = parts.flatMap(({ name, expr }) => (name === undefined ? columnsIn(expr) : [name]));
  const name = node.conname ?? madeIndexName(table.name, columns, 'excl');
  return { kind: 'exclude', name, columns, deferrable: node.deferrable ?? false };
}

function defineForeignKey(node: NodeOf<'Constraint'>, table: Name, own: readonly string[]): Constraint {
  const columns = node.fk_attrs === undefined ? own : textsOf(node.fk_attrs);
  return {
    kind: 'foreign',
    name: node.conname ?? madeName(table.name, ...columns, 'fkey'),
    columns,
    target: nameOf(node.pktable),
    targetColumns: textsOf(node.pk_attrs),
    onDelete: actions[node.fk_del_action ?? 'a'] ?? 'no-action',
    onUpdate: actions[node.fk_upd_action ?? 'a'] ?? 'no-action',
    valid: node.skip_validation !== true,
  };
}

export function defineIndex(statement: NodeOf<'IndexStmt'>): Index {
  const parts = allOf(statement.indexParams, 'IndexElem');
  const columns = parts.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const expressionColumns = parts.flatMap(({ expr }) => (expr === undefined ? [] : columnsIn(expr)));
  const included = allOf(statement.indexIncludingParams, 'IndexElem');
  const named = [...parts, ...included].map(({ name, expr }) => name ?? expressionName(expr));
  return {
    name: statement.idxname ?? madeIndexName(statement.relation?.relname ?? '', named, 'idx'),
    parts: named,
    method: statement.accessMethod ?? 'btree',
    unique: statement.unique ?? false,
    columns,
    included: included.flatMap(({ name }) => (name === undefined ? [] : [name])),
    expressionColumns,
    calls: functionsIn([statement.indexParams, statement.whereClause]),
    predicateColumns: columnsIn(statement.whereClause),
    partial: statement.whereClause !== undefined,
    valid: true,
    ofConstraint: false,
  };
}

/** What an expression is called in an index's own name: the function, or the column below a cast. */
function expressionName(expression: Node | undefined): string {
  const call = as(expression, 'FuncCall');
  if (call !== null) return textsOf(call.funcname).at(-1) ?? 'expr';
  const cast = as(expression, 'TypeCast');
  if (cast !== null) return cast.arg === undefined ? 'expr' : expressionName(cast.arg);
  const [field] = as(expression, 'ColumnRef')?.fields ?? [];
  return as(expression, 'CoalesceExpr') === null ? (as(field, 'String')?.sval ?? 'expr') : 'coalesce';
}
