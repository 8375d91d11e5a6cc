import { quoted } from '../names.ts';
import { allOf, as, type Node, textsOf } from '../parse/ast.ts';
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
    ...within(node, 'SelectStmt').flatMap((one) => (one.intoClause === undefined ? [] : [targets(one.targetList)])),
    ...within(node, 'CreateTableAsStmt').map(({ query }) => targets(as(query, 'SelectStmt')?.targetList)),
    ...within(node, 'ViewStmt').map(({ query }) => targets(as(query, 'SelectStmt')?.targetList)),
  ];
}
