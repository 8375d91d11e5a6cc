import type { Change } from '../changes/change.ts';
import { quoted } from '../names.ts';
import { allOf, as, type Node, type NodeOf, textsOf } from '../parse/ast.ts';
import { within } from '../parse/walk.ts';
import type { Rule, Scene } from './rule.ts';

export const doubledColumn: Rule = {
  id: 'S13',
  tier: 'style',
  title: 'A column is named twice',
  why: 'One of the two is a slip, or PostgreSQL refuses the statement.',
  optional: true,
  source: 'SQLSTATE 42701; PostgreSQL manual, CREATE INDEX',
  example: {
    bad: 'CREATE INDEX CONCURRENTLY i ON orders (a, a);',
    good: 'CREATE INDEX CONCURRENTLY i ON orders (a, b);',
  },
  cases: {
    flagged: [
      'INSERT INTO a (b, c, b) VALUES (1, 2, 3)',
      'UPDATE a SET b = 1, b = 2 WHERE id = 1',
      'CREATE VIEW v AS SELECT id, id FROM a',
    ],
    safe: ['CREATE TABLE a (b int, "B" int)', 'CREATE VIEW v AS SELECT a.id, b.id AS other FROM a, b'],
  },
  applies: (scene) => {
    if (!scene.first) return [];
    const own = scene.place.changes[scene.place.position] ?? [];
    const lists = own.every(isUnderstood) ? own.flatMap(listsOfChange) : mayDouble(scene) ? listsOf(scene.node()) : [];
    const doubled = lists.flatMap((names) => names.filter((name, at) => names.indexOf(name) !== at));
    return [...new Set(doubled)].map((name) => ({
      severity: 'safe',
      message: `${quoted(name)} is named twice.`,
      remedy: '-- once',
      relation: null,
    }));
  },
};

/** Kinds whose lists stand in the change itself: most of what a migration does is not parsed again. */
function isUnderstood(change: Change): boolean {
  if (change.kind === 'create-table') return change.asReads === null;
  return 'only' in change || change.kind === 'set';
}

function listsOfChange(change: Change): readonly (readonly string[])[] {
  if (change.kind === 'create-table') {
    return [change.columns.map(({ name }) => name), ...change.constraints.map(({ columns }) => columns)];
  }
  if (change.kind === 'add-constraint') return [change.constraint.columns];
  return change.kind === 'create-index' ? [change.index.columns] : [];
}

/** Rows to insert are long: where the list before them is plain, what follows need not be read. */
function mayDouble({ change, sql }: Scene): boolean {
  if (change.kind !== 'insert' || /\bon\s+conflict\b/i.test(sql)) return true;
  const [, list = ''] = /^[^()]*\(([^()]*)\)\s*values\b/i.exec(sql) ?? [];
  const names = list.split(',').map((name) => name.trim());
  // `a` and "a" are one name, and so are `a` and `A`; and a comment is none.
  const alike = names.every((name) => /^[a-z_]\w*$/.test(name)) || names.every((name) => /^"[^"]*"$/.test(name));
  return !alike || new Set(names).size !== names.length;
}

/** Each list of columns that may name none twice. */
function listsOf(node: Node | null): readonly (readonly string[])[] {
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
    ...[...within(node, 'CreateStmt'), ...within(node, 'CreateForeignTableStmt').flatMap(({ base }) => base ?? [])].map(
      ({ tableElts }) => allOf(tableElts, 'ColumnDef').map(({ colname }) => colname ?? ''),
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
