import { quoted } from '../names.ts';
import { allOf, as, type Node, type NodeOf, textsOf } from '../parse/ast.ts';
import { within } from '../parse/walk.ts';
import type { Rule } from './rule.ts';

export const doubledColumn: Rule = {
  id: 'S13',
  tier: 'style',
  title: 'A column is named twice',
  why: 'One of the two is a slip, or PostgreSQL refuses the statement.',
  optional: true,
  example: {
    bad: 'CREATE INDEX CONCURRENTLY i ON orders (a, a);',
    good: 'CREATE INDEX CONCURRENTLY i ON orders (a, b);',
  },
  applies: ({ first, nodes, place }) => {
    if (!first) return [];
    const doubled = listsOf(nodes[place.position]).flatMap((names) =>
      names.filter((name, at) => names.indexOf(name) !== at),
    );
    return [...new Set(doubled)].map((name) => ({
      severity: 'safe',
      message: `${quoted(name)} is named twice.`,
      remedy: '-- once',
      relation: null,
    }));
  },
};

/** Each list of columns that may name none twice. */
function listsOf(node: Node | undefined): readonly (readonly string[])[] {
  const targets = (list: readonly Node[] | undefined) =>
    allOf(list, 'ResTarget').flatMap(({ name }) => (name === undefined ? [] : [name]));
  const given = (list: readonly Node[] | undefined) => allOf(list, 'ResTarget').flatMap(nameGiven);
  return [
    ...within(node, 'IndexStmt').map(({ indexParams }) =>
      allOf(indexParams, 'IndexElem').flatMap(({ name }) => (name === undefined ? [] : [name])),
    ),
    ...within(node, 'Constraint').flatMap(({ keys, fk_attrs }) => [textsOf(keys), textsOf(fk_attrs)]),
    ...within(node, 'UpdateStmt').map(({ targetList }) => targets(targetList)),
    ...within(node, 'InsertStmt').flatMap(({ cols, onConflictClause }) => [
      targets(cols),
      targets(onConflictClause?.targetList),
    ]),
    ...within(node, 'MergeWhenClause').map(({ targetList }) => targets(targetList)),
    ...within(node, 'CreateStmt').map(({ tableElts }) =>
      allOf(tableElts, 'ColumnDef').map(({ colname }) => colname ?? ''),
    ),
    ...within(node, 'SelectStmt').flatMap((one) => (one.intoClause === undefined ? [] : [given(one.targetList)])),
    ...within(node, 'CreateTableAsStmt').map(({ query }) => given(as(query, 'SelectStmt')?.targetList)),
    ...within(node, 'ViewStmt').map(({ query, aliases }) =>
      aliases === undefined ? given(as(query, 'SelectStmt')?.targetList) : textsOf(aliases),
    ),
  ];
}

/** The name that PostgreSQL gives to a column of a query: as written, of the column or function, or `?column?`. */
function nameGiven({ name, val }: NodeOf<'ResTarget'>): readonly string[] {
  if (name !== undefined) return [name];
  const column = as(val, 'ColumnRef');
  if (column !== null) return textsOf(column.fields).slice(-1);
  const call = as(val, 'FuncCall');
  if (call !== null) return textsOf(call.funcname).slice(-1);
  return as(val, 'A_Const') === null ? [] : ['?column?'];
}
