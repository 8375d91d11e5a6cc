import { type Name, nameOf } from '../names.ts';
import { allOf, as, type Node, type NodeOf, textsOf } from '../parse/ast.ts';
import { callsIn, within } from '../parse/walk.ts';
import type { Change, WhereClause } from './change.ts';
import { createdAs } from './created-as.ts';
import { lockedWhole } from './locked-rows.ts';
import { setvalsIn } from './sequences.ts';
import { metUnlessNull, whereOf } from './where.ts';

/** The tables that a query reads at any depth; names of its own WITH are none. */
export function tablesRead(query: unknown): readonly Name[] {
  const own = new Set(within(query, 'CommonTableExpr').map(({ ctename }) => ctename));
  const ranges = within(query, 'RangeVar').filter(
    ({ schemaname, relname }) => schemaname !== undefined || !own.has(relname),
  );
  const seen = new Map(ranges.map((range) => [`${range.schemaname ?? ''}.${range.relname ?? ''}`, nameOf(range)]));
  return [...seen.values()];
}

export function readSelect(statement: NodeOf<'SelectStmt'>): readonly Change[] {
  const reads = tablesRead(statement);
  if (statement.intoClause !== undefined)
    return [
      createdAs(nameOf(statement.intoClause.rel), reads, { ifNotExists: false, noData: false, unlogged: false }),
      ...callsBeside(statement),
    ];
  const locking = (statement.lockingClause ?? []).length > 0;
  const locked = lockedWhole(statement);
  const select: Change = { kind: 'select', reads, locking, locked, calls: calledIn(statement) };
  return [...writesInWith(statement), select, ...settingsIn(statement), ...setvalsIn(statement)];
}

const calledIn = (statement: unknown): readonly string[] => callsIn(statement).map(({ name }) => name.at(-1) ?? '');

/** What a statement calls on its way, beside what it is read as. */
export function callsBeside(statement: unknown): readonly Change[] {
  const calls = calledIn(statement);
  return calls.length === 0 ? [] : [{ kind: 'select', reads: [], locking: false, locked: [], calls }];
}

/** `WITH moved AS (DELETE … RETURNING …) …`: what a query writes on the way. */
function writesInWith(statement: unknown): readonly Change[] {
  return [
    ...within(statement, 'UpdateStmt').flatMap((one) => readUpdate(one)),
    ...within(statement, 'DeleteStmt').flatMap((one) => readDelete(one)),
    ...within(statement, 'InsertStmt').flatMap((one) => readInsert(one)),
  ];
}

/** `SELECT set_config('lock_timeout', '2s', true)`, `SELECT pg_catalog.set_config('search_path', …)`. */
function settingsIn(statement: unknown): readonly Change[] {
  return within(statement, 'FuncCall').flatMap(({ funcname, args }): readonly Change[] => {
    if (textsOf(funcname).at(-1) !== 'set_config') return [];
    const [name, value, local] = (args ?? []).map((arg) => as(arg, 'A_Const'));
    if (!name?.sval || value === undefined) return [];
    const isLocal = local?.boolval?.boolval ?? false;
    return [
      { kind: 'set', name: (name.sval.sval ?? '').toLowerCase(), value: value?.sval?.sval ?? '', local: isLocal },
    ];
  });
}

export function readUpdate(statement: NodeOf<'UpdateStmt'>): readonly Change[] {
  const table = nameOf(statement.relation);
  const reads = tablesRead([statement.fromClause, statement.whereClause, statement.targetList, statement.withClause]);
  return [
    {
      kind: 'update',
      table,
      alone: isAlone(statement),
      where: whereOf(statement.whereClause),
      metUnlessNull: metUnlessNull(statement.whereClause) ?? [],
      pinned: pinnedBy(statement.whereClause),
      columns: assigned(statement.targetList, statement.relation),
      reads,
    },
    ...writesInWith(statement.withClause),
  ];
}

function isAlone({ relation }: NodeOf<'UpdateStmt'> | NodeOf<'DeleteStmt'> | NodeOf<'MergeStmt'>): boolean {
  return relation?.inh !== true;
}

function assigned(targets: readonly Node[] | undefined, relation: NodeOf<'RangeVar'> | undefined): readonly string[] {
  const own = relation?.alias?.aliasname ?? relation?.relname;
  return allOf(targets, 'ResTarget').flatMap(({ name = '', val }) => {
    const [column, table = own] = textsOf(as(val, 'ColumnRef')?.fields).toReversed();
    return column === name && table === own ? [] : [name];
  });
}

export function readDelete(statement: NodeOf<'DeleteStmt'>): readonly Change[] {
  const table = nameOf(statement.relation);
  const reads = tablesRead([statement.usingClause, statement.whereClause, statement.withClause]);
  return [
    {
      kind: 'delete',
      table,
      alone: isAlone(statement),
      where: whereOf(statement.whereClause),
      metUnlessNull: metUnlessNull(statement.whereClause) ?? [],
      pinned: pinnedBy(statement.whereClause),
      columns: [],
      reads,
    },
    ...writesInWith(statement.withClause),
  ];
}

export function readInsert(statement: NodeOf<'InsertStmt'>): readonly Change[] {
  const conflict = statement.onConflictClause;
  const reads = tablesRead([statement.selectStmt, statement.withClause, conflict]);
  return [
    {
      kind: 'insert',
      table: nameOf(statement.relation),
      alone: false,
      reads,
      does: conflict?.action === 'ONCONFLICT_UPDATE' ? ['insert', 'update'] : ['insert'],
      columns: assigned(conflict?.targetList, statement.relation),
      where: 'some',
    },
    ...writesInWith(statement.withClause),
  ];
}

export function readMerge(statement: NodeOf<'MergeStmt'>): readonly Change[] {
  const reads = tablesRead([statement.sourceRelation, statement.mergeWhenClauses, statement.withClause]);
  const clauses = allOf(statement.mergeWhenClauses, 'MergeWhenClause');
  return [
    {
      kind: 'merge',
      table: nameOf(statement.relation),
      alone: isAlone(statement),
      reads,
      does: clauses.flatMap(({ commandType }) => mergeActions[commandType ?? ''] ?? []),
      columns: clauses.flatMap(({ targetList, commandType }) =>
        commandType === 'CMD_UPDATE' ? assigned(targetList, statement.relation) : [],
      ),
      where: sparedBy(statement, clauses),
    },
  ];
}

/** A MERGE spares rows by its ON, and by what stands behind each WHEN MATCHED AND. */
function sparedBy({ joinCondition }: NodeOf<'MergeStmt'>, clauses: readonly NodeOf<'MergeWhenClause'>[]): WhereClause {
  const changing = clauses.filter(({ commandType }) => commandType === 'CMD_UPDATE' || commandType === 'CMD_DELETE');
  const all = changing.some(({ condition }) => whereOf(condition) !== 'some');
  return all ? whereOf(joinCondition) : 'some';
}

const mergeActions: Readonly<Record<string, 'insert' | 'update' | 'delete'>> = {
  CMD_INSERT: 'insert',
  CMD_UPDATE: 'update',
  CMD_DELETE: 'delete',
};

export const hasValues = ({ selectStmt }: NodeOf<'InsertStmt'>): boolean =>
  (as(selectStmt, 'SelectStmt')?.valuesLists ?? []).length > 0;

/** COPY … FROM writes, COPY … TO reads. */
export function readCopy(statement: NodeOf<'CopyStmt'>): readonly Change[] {
  const program: readonly Change[] =
    statement.is_program === true ? [{ kind: 'rights', wide: 'runs a program on the database server' }] : [];
  return [...copied(statement), ...program];
}

function copied(statement: NodeOf<'CopyStmt'>): readonly Change[] {
  if (statement.relation === undefined || statement.is_from !== true) {
    const reads = statement.relation === undefined ? tablesRead(statement.query) : [nameOf(statement.relation)];
    return [{ kind: 'select', reads, locking: false, locked: [], calls: calledIn(statement.query) }];
  }
  const table = nameOf(statement.relation);
  return [{ kind: 'insert', table, alone: false, reads: [], does: ['insert'], columns: [], where: 'some' }];
}

/** The columns that a condition sets equal to something that is no column: `id = 5 AND …`, `id IN (1, 2)`. */
function pinnedBy(node: Node | undefined): readonly string[] {
  const both = as(node, 'BoolExpr');
  if (both?.boolop === 'AND_EXPR') return (both.args ?? []).flatMap(pinnedBy);
  const comparison = as(node, 'A_Expr');
  if (comparison === null || textsOf(comparison.name).at(-1) !== '=') return [];
  const column = as(comparison.lexpr, 'ColumnRef');
  return column === null ||
    within(comparison.rexpr, 'ColumnRef').length > 0 ||
    within(comparison.rexpr, 'SubLink').length > 0
    ? []
    : textsOf(column.fields).slice(-1);
}
