import type { Constraint } from '../catalog/model.ts';
import { nameFrom, nameOf } from '../names.ts';
import { allOf, as, type NodeOf, textsOf } from '../parse/ast.ts';
import { columnsIn } from '../parse/walk.ts';
import type { Change, Liked } from './change.ts';
import { createdAs } from './created-as.ts';
import { defineColumn, defineConstraint, defineIndex, functionsIn } from './definitions.ts';
import { readPartitionKey } from './partitions.ts';
import { tablesRead } from './queries.ts';

export function readCreateTable(statement: NodeOf<'CreateStmt'>): Change {
  const table = nameOf(statement.relation);
  const defined = allOf(statement.tableElts, 'ColumnDef').map((definition) => defineColumn(definition, table));
  const written = allOf(statement.tableElts, 'Constraint').flatMap((node) => defineConstraint(node, table));
  const above = allOf(statement.inhRelations, 'RangeVar').map(nameOf);
  const [parent] = above;
  const isPartition = statement.partbound !== undefined && parent !== undefined;
  return {
    kind: 'create-table',
    table,
    columns: defined.map(({ column }) => column),
    constraints: asCreated([...defined.flatMap(({ constraints }) => constraints), ...written]),
    partitioned: statement.partspec !== undefined,
    partitionKey: statement.partspec === undefined ? null : readPartitionKey(statement.partspec),
    partitionOf: isPartition ? { parent, isDefault: statement.partbound?.is_default ?? false } : null,
    inherits: isPartition ? [] : above,
    like: allOf(statement.tableElts, 'TableLikeClause').map(likedOf),
    ifNotExists: statement.if_not_exists ?? false,
    asReads: null,
    noData: false,
    unlogged: statement.relation?.relpersistence === 'u',
  };
}

/** The grammar's bits: CREATE_TABLE_LIKE_CONSTRAINTS is the third, CREATE_TABLE_LIKE_INDEXES the seventh. */
function likedOf({ relation, options = 0 }: NodeOf<'TableLikeClause'>): Liked {
  return { ...nameOf(relation), checks: (options & 4) !== 0, indexes: (options & 64) !== 0 };
}

/** An empty table satisfies every constraint. */
function asCreated(constraints: readonly Constraint[]): readonly Constraint[] {
  return constraints.map((one) => ('valid' in one ? { ...one, valid: true } : one));
}

/** CREATE TABLE … AS and SELECT … INTO. */
export function readCreateTableAs(statement: NodeOf<'CreateTableAsStmt'>): Change {
  const table = nameOf(statement.into?.rel);
  const reads = tablesRead(statement.query);
  if (statement.objtype === 'OBJECT_MATVIEW')
    return {
      kind: 'create-view',
      view: table,
      replace: false,
      reads,
      readColumns: columnsIn(statement.query),
      materialized: true,
      noData: statement.into?.skipData ?? false,
      calls: functionsIn(statement.query),
    };
  return createdAs(table, reads, {
    ifNotExists: statement.if_not_exists ?? false,
    noData: statement.into?.skipData ?? false,
    unlogged: statement.into?.rel?.relpersistence === 'u',
  });
}

export function readCreateIndex(statement: NodeOf<'IndexStmt'>): Change {
  return {
    kind: 'create-index',
    table: nameOf(statement.relation),
    only: statement.relation?.inh !== true,
    index: defineIndex(statement),
    unnamed: statement.idxname === undefined,
    concurrently: statement.concurrent ?? false,
    ifNotExists: statement.if_not_exists ?? false,
  };
}

export function readCreateView(statement: NodeOf<'ViewStmt'>): Change {
  const reads = tablesRead(statement.query);
  return {
    kind: 'create-view',
    view: nameOf(statement.view),
    replace: statement.replace ?? false,
    reads,
    readColumns: columnsIn(statement.query),
    materialized: false,
    noData: false,
    calls: functionsIn(statement.query),
  };
}

/** Only a trigger for each row reaches the partitions. */
export function readCreateOn({ relation, row, funcname }: NodeOf<'CreateTrigStmt'>): Change {
  return { kind: 'create-trigger', table: nameOf(relation), only: row !== true, calls: [nameFrom(textsOf(funcname))] };
}

export function readPolicy(statement: NodeOf<'CreatePolicyStmt'> | NodeOf<'AlterPolicyStmt'>): Change {
  const calls = functionsIn([statement.qual, statement.with_check]);
  return { kind: 'create-policy', table: nameOf(statement.table), only: true, calls };
}

export function readRule(statement: NodeOf<'RuleStmt'>): Change {
  const calls = functionsIn([statement.whereClause, statement.actions]);
  return { kind: 'create-rule', table: nameOf(statement.relation), only: true, calls };
}

export function readStatistics(statement: NodeOf<'CreateStatsStmt'>): Change {
  const table = as(statement.relations?.[0], 'RangeVar');
  return { kind: 'create-statistics', table: nameOf(table ?? undefined) };
}
