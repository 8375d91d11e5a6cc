import type { Constraint } from '../catalog/model.ts';
import { nameOf } from '../names.ts';
import { allOf, as, type NodeOf } from '../parse/ast.ts';
import { columnsIn } from '../parse/walk.ts';
import type { Change } from './change.ts';
import { createdAs } from './created-as.ts';
import { defineColumn, defineConstraint, defineIndex } from './definitions.ts';
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
    like: allOf(statement.tableElts, 'TableLikeClause').map(({ relation }) => nameOf(relation)),
    ifNotExists: statement.if_not_exists ?? false,
    asReads: null,
  };
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
    };
  return createdAs(table, reads, statement.if_not_exists ?? false);
}

export function readCreateIndex(statement: NodeOf<'IndexStmt'>): Change {
  return {
    kind: 'create-index',
    table: nameOf(statement.relation),
    only: statement.relation?.inh !== true,
    index: defineIndex(statement),
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
  };
}

export function readCreateOn(node: NodeOf<'CreateTrigStmt'>): Change {
  return { kind: 'create-trigger', table: nameOf(node.relation), only: false };
}

export function readPolicy(table: NodeOf<'RangeVar'> | undefined): Change {
  return { kind: 'create-policy', table: nameOf(table), only: true };
}

export function readStatistics(statement: NodeOf<'CreateStatsStmt'>): Change {
  const table = as(statement.relations?.[0], 'RangeVar');
  return { kind: 'create-statistics', table: nameOf(table ?? undefined) };
}
