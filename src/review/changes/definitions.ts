import type { Column, Constraint, ForeignAction, Index } from '../catalog/model.ts';
import { madeName, type Name, nameOf } from '../names.ts';
import { allOf, as, type Node, type NodeOf, textsOf } from '../parse/ast.ts';
import { columnsIn, provenNotNull } from '../parse/walk.ts';
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
    identity: has('CONSTR_IDENTITY'),
    serial: base !== null,
    generated: generated === undefined ? null : generated.generated_kind === 'v' ? 'virtual' : 'stored',
    collation,
  };
  return { column, constraints: inline.flatMap((one) => defineConstraint(one, table, [name])) };
}

/** `DEFAULT NULL` is no default. */
function isNullLiteral(value: Node | null): boolean {
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
  const made = kind === 'unique' ? madeName(table.name, ...columns, 'key') : madeName(table.name, 'pkey');
  return { kind, name: node.conname ?? node.indexname ?? made, columns, usingIndex: node.indexname ?? null };
}

function defineExclusion(node: NodeOf<'Constraint'>, table: Name): Constraint {
  const parts = (node.exclusions ?? []).flatMap((pair) => allOf(as(pair, 'List')?.items, 'IndexElem'));
  const columns = parts.flatMap(({ name, expr }) => (name === undefined ? columnsIn(expr) : [name]));
  return { kind: 'exclude', name: node.conname ?? madeName(table.name, ...columns, 'excl'), columns };
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
  const named = parts.map(({ name }) => name ?? 'expr');
  return {
    name: statement.idxname ?? madeName(statement.relation?.relname ?? '', ...named, 'idx'),
    method: statement.accessMethod ?? 'btree',
    unique: statement.unique ?? false,
    columns,
    included: allOf(statement.indexIncludingParams, 'IndexElem').flatMap(({ name }) =>
      name === undefined ? [] : [name],
    ),
    expressionColumns,
    predicateColumns: columnsIn(statement.whereClause),
    partial: statement.whereClause !== undefined,
    valid: true,
    ofConstraint: false,
  };
}
