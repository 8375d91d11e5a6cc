import { nameOf } from '../names.ts';
import { allOf, as, kindOf, type Node, type NodeKind, type NodeOf } from '../parse/ast.ts';
import { readAlterTable } from './alter-table.ts';
import type { Change } from './change.ts';
import {
  readCreateIndex,
  readCreateOn,
  readCreateTable,
  readCreateTableAs,
  readCreateView,
  readPolicy,
  readRule,
  readStatistics,
} from './create-table.ts';
import { readDrop } from './drops.ts';
import {
  callsBeside,
  hasValues,
  readCopy,
  readDelete,
  readInsert,
  readMerge,
  readSelect,
  readUpdate,
} from './queries.ts';
import { readRename, readSetSchema } from './rename.ts';
import {
  noRights,
  readAlterRole,
  readCreateRole,
  readGrant,
  readGrantRole,
  readOwner,
  readReassign,
} from './rights.ts';
import { readAlterSequence, readCreateSequence } from './sequences.ts';
import {
  readAlterDomain,
  readAlterEnum,
  readAlterFunction,
  readCreateDomain,
  readCreateEnum,
  readCreateFunction,
} from './types.ts';
import {
  readComment,
  readDatabase,
  readLock,
  readPublication,
  readReindex,
  readSet,
  readSubscription,
  readTransaction,
  readVacuum,
} from './upkeep.ts';

type Readers = { readonly [Kind in NodeKind]?: (node: NodeOf<Kind>) => Change | readonly Change[] };

const makes = (): Change => ({ kind: 'create-other', sequence: null });
const outside = (what: string) => (): Change => ({ kind: 'outside-transaction', what });
/** The same, of what running code or other databases may stand on. */
const outsideAll = (what: string) => (): readonly Change[] => [outside(what)(), { kind: 'other', node: what }];

/** The menu of statements that are understood. */
const readers: Readers = {
  AlterTableStmt: readAlterTable,
  RenameStmt: readRename,
  AlterObjectSchemaStmt: readSetSchema,
  CreateStmt: readCreateTable,
  CreateTableAsStmt: (statement) => [readCreateTableAs(statement), ...callsBeside(statement.query)],
  IndexStmt: readCreateIndex,
  ViewStmt: readCreateView,
  CreateTrigStmt: readCreateOn,
  CreatePolicyStmt: readPolicy,
  AlterPolicyStmt: readPolicy,
  RuleStmt: readRule,
  CreateStatsStmt: readStatistics,
  DropStmt: readDrop,
  TruncateStmt: ({ relations, behavior }) => ({
    kind: 'truncate',
    tables: (relations ?? []).map((one) => nameOf(as(one, 'RangeVar') ?? undefined)),
    cascade: behavior === 'DROP_CASCADE',
    only: (relations ?? []).every((one) => as(one, 'RangeVar')?.inh !== true),
  }),
  SelectStmt: readSelect,
  UpdateStmt: (statement) => [...readUpdate(statement), ...callsBeside(statement)],
  DeleteStmt: (statement) => [...readDelete(statement), ...callsBeside(statement)],
  // VALUES may be long, and are seldom more than values.
  InsertStmt: (statement) => [...readInsert(statement), ...(hasValues(statement) ? [] : callsBeside(statement))],
  MergeStmt: (statement) => [...readMerge(statement), ...callsBeside(statement)],
  CopyStmt: readCopy,
  CreateEnumStmt: readCreateEnum,
  AlterEnumStmt: readAlterEnum,
  CreateDomainStmt: readCreateDomain,
  AlterDomainStmt: readAlterDomain,
  CreateFunctionStmt: readCreateFunction,
  RefreshMatViewStmt: ({ relation, concurrent, skipData }) => ({
    kind: 'refresh',
    view: nameOf(relation),
    concurrently: concurrent ?? false,
    noData: skipData ?? false,
  }),
  VacuumStmt: readVacuum,
  ReindexStmt: readReindex,
  ClusterStmt: ({ relation }) => ({ kind: 'cluster', table: relation === undefined ? null : nameOf(relation) }),
  LockStmt: readLock,
  TransactionStmt: readTransaction,
  VariableSetStmt: readSet,
  VariableShowStmt: () => [],
  CommentStmt: readComment,
  GrantStmt: readGrant,
  GrantRoleStmt: readGrantRole,
  AlterRoleStmt: readAlterRole,
  CreateRoleStmt: readCreateRole,
  AlterOwnerStmt: readOwner,
  AlterDefaultPrivilegesStmt: ({ action }) => (action?.is_grant === true ? readGrant(action) : noRights()),
  CreatePublicationStmt: readPublication,
  AlterPublicationStmt: readPublication,
  CompositeTypeStmt: makes,
  CreateRangeStmt: makes,
  CreateSchemaStmt: makes,
  CreateExtensionStmt: ({ extname = '' }) => ({ kind: 'create-extension', extension: extname }),
  CreateSeqStmt: readCreateSequence,
  AlterSeqStmt: readAlterSequence,
  DefineStmt: ({ replace }) => (replace === true ? { kind: 'other', node: 'CREATE OR REPLACE' } : makes()),
  CreateCastStmt: ({ context }) => (context === 'COERCION_EXPLICIT' ? makes() : { kind: 'other', node: 'CREATE CAST' }),
  CreatedbStmt: outside('CREATE DATABASE'),
  AlterFunctionStmt: readAlterFunction,
  CreateForeignTableStmt: ({ base }) => (base === undefined ? [] : readCreateTable(base)),
  AlterSystemStmt: outsideAll('ALTER SYSTEM'),
  CreateTableSpaceStmt: outside('CREATE TABLESPACE'),
  DropTableSpaceStmt: outsideAll('DROP TABLESPACE'),
  AlterDatabaseStmt: readDatabase,
  CreateSubscriptionStmt: readSubscription,
  DropSubscriptionStmt: outsideAll('DROP SUBSCRIPTION'),
  ReassignOwnedStmt: readReassign,
  DropOwnedStmt: ({ roles }) => ({
    kind: 'drop-owned',
    roles: allOf(roles, 'RoleSpec').map(({ rolename = '' }) => rolename),
  }),
  DropdbStmt: ({ dbname }) => ({ kind: 'drop-database', name: dbname ?? '' }),
};

/** What a statement changes, clause by clause; what is not understood says so and is never safe. */
export function readChanges(node: Node): readonly Change[] {
  const kind = kindOf(node);
  // The menu's types pair each kind with its node; the compiler cannot follow that through one lookup.
  const reader = readers[kind] as ((statement: unknown) => Change | readonly Change[]) | undefined;
  if (reader === undefined) return [{ kind: 'other', node: kind.replace(/Stmt$/, '') }];
  const read = reader(as(node, kind));
  return Array.isArray(read) ? (read as readonly Change[]) : [read as Change];
}
