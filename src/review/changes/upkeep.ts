import { type Name, nameFrom, nameOf } from '../names.ts';
import { allOf, as, constantText, type NodeOf, optionIsOn, optionText, textsOf } from '../parse/ast.ts';
import { lockModes } from '../types.ts';
import type { Change, ChangeOf } from './change.ts';

export function readVacuum(statement: NodeOf<'VacuumStmt'>): Change {
  const tables = allOf(statement.rels, 'VacuumRelation').map(({ relation }) => nameOf(relation));
  if (statement.is_vacuumcmd !== true) return { kind: 'analyze', tables };
  return { kind: 'vacuum', full: optionIsOn(statement.options, 'full'), tables };
}

const reindexed: Readonly<Record<string, ChangeOf<'reindex'>['what']>> = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_SYSTEM: 'system',
  REINDEX_OBJECT_DATABASE: 'database',
};

export function readReindex(statement: NodeOf<'ReindexStmt'>): Change {
  const what = reindexed[statement.kind ?? ''] ?? 'database';
  const own = statement.relation === undefined ? null : nameOf(statement.relation);
  const name: Name | null = own ?? (statement.name === undefined ? null : { schema: null, name: statement.name });
  return { kind: 'reindex', what, name, concurrently: optionIsOn(statement.params, 'concurrently') };
}

export function readLock(statement: NodeOf<'LockStmt'>): Change {
  const mode = lockModes[(statement.mode ?? 8) - 1] ?? 'AccessExclusive';
  const named = allOf(statement.relations, 'RangeVar');
  return { kind: 'lock-table', tables: named.map(nameOf), alone: named.every(({ inh }) => inh !== true), mode };
}

const verbs: Readonly<Record<string, ChangeOf<'transaction'>['verb']>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_PREPARE: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
};

/** What is prepared keeps its locks until somebody ends it, and what that does stands in no file. */
export function readTransaction({ kind = 'TRANS_STMT_BEGIN' }: NodeOf<'TransactionStmt'>): readonly Change[] {
  const prepared: Change = { kind: 'other', node: 'PREPARED TRANSACTION' };
  if (/_(?:COMMIT|ROLLBACK)_PREPARED$/.test(kind)) return [{ kind: 'outside-transaction', what: 'It' }, prepared];
  const own: Change = { kind: 'transaction', verb: verbs[kind] ?? 'savepoint' };
  return kind === 'TRANS_STMT_PREPARE' ? [own, prepared] : [own];
}

export function readSet(statement: NodeOf<'VariableSetStmt'>): Change {
  const value = statement.kind === 'VAR_SET_VALUE' ? (constantText(statement.args?.[0]) ?? '') : null;
  return { kind: 'set', name: (statement.name ?? '').toLowerCase(), value, local: statement.is_local ?? false };
}

const partsOfTables = new Set(['OBJECT_TABCONSTRAINT', 'OBJECT_TRIGGER', 'OBJECT_POLICY', 'OBJECT_RULE']);

export function readComment({ objtype, object }: NodeOf<'CommentStmt'>): Change {
  const parts = textsOf(as(object, 'List')?.items);
  if (objtype === 'OBJECT_COLUMN') return { kind: 'comment', on: 'column', name: nameFrom(parts.slice(0, -1)) };
  if (partsOfTables.has(objtype ?? '')) return { kind: 'comment', on: 'part', name: nameFrom(parts.slice(0, -1)) };
  const on = objtype === 'OBJECT_TABLE' ? 'table' : objtype === 'OBJECT_INDEX' ? 'index' : 'other';
  return { kind: 'comment', on, name: nameFrom(parts) };
}

/** What is published or replicated is read under a lock that blocks only other changes of the table. */
export function readPublication(
  statement: NodeOf<'CreatePublicationStmt'> | NodeOf<'AlterPublicationStmt'>,
): readonly Change[] {
  const objects = allOf(statement.pubobjects, 'PublicationObjSpec');
  const tables = objects.flatMap(({ pubtable }) =>
    pubtable?.relation === undefined ? [] : [nameOf(pubtable.relation)],
  );
  const many = statement.for_all_tables === true || objects.length > tables.length;
  // What is published of each table is an option, without a table.
  const ends = 'action' in statement && (statement.action !== 'AP_AddObjects' || objects.length === 0);
  return [{ kind: 'publish', tables, many, ends }];
}

/** Only to another tablespace a database goes outside of a transaction. */
export function readDatabase({ options }: NodeOf<'AlterDatabaseStmt'>): Change {
  return allOf(options, 'DefElem').some(({ defname }) => defname === 'tablespace')
    ? { kind: 'outside-transaction', what: 'ALTER DATABASE … SET TABLESPACE' }
    : { kind: 'other', node: 'ALTER DATABASE' };
}

/** Making its slot on the other server cannot be taken back; without one it is like any other statement. */
export function readSubscription({ options }: NodeOf<'CreateSubscriptionStmt'>): Change {
  const without = allOf(options, 'DefElem').some(
    ({ defname, arg }) => ['create_slot', 'connect'].includes(defname ?? '') && optionText(arg) === 'false',
  );
  return without
    ? { kind: 'create-other', sequence: null }
    : { kind: 'outside-transaction', what: 'CREATE SUBSCRIPTION' };
}
