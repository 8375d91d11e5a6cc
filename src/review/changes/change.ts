import type { Column, Constraint, Index, PartitionBound, PartitionKey, TypeRef, Volatility } from '../catalog/model.ts';
import type { Name } from '../names.ts';
import type { Node } from '../parse/ast.ts';
import type { LockMode } from '../types.ts';

// long: one union, so that every switch over it is checked for what it leaves out

/** Which rows a statement spares: `always-true` is written and spares none. */
export type WhereClause = 'none' | 'always-true' | 'some';

type AboutColumn =
  | {
      readonly kind: 'add-column';
      readonly column: Column;
      /** Written inline with the column. */
      readonly constraints: readonly Constraint[];
      readonly ifNotExists: boolean;
      /** Whether the rows that are there are measured against its foreign key. */
      readonly keyMeasured: boolean;
    }
  | { readonly kind: 'drop-column'; readonly column: string; readonly cascade: boolean; readonly ifExists: boolean }
  | {
      readonly kind: 'alter-type';
      readonly column: string;
      readonly type: TypeRef;
      readonly using: Node | null;
      readonly collation: string | null;
    }
  | { readonly kind: 'set-default'; readonly column: string; readonly value: Node | null }
  | { readonly kind: 'set-not-null' | 'drop-not-null'; readonly column: string }
  | {
      readonly kind: 'column-option';
      readonly column: string;
      readonly option:
        | 'add-identity'
        | 'identity'
        | 'drop-identity'
        | 'always-identity'
        | 'restart-identity'
        | 'statistics'
        | 'options'
        | 'storage'
        | 'compression'
        | 'drop-expression';
    }
  /** The expression of a generated column. */
  | { readonly kind: 'set-expression'; readonly column: string }
  | { readonly kind: 'rename-column'; readonly column: string; readonly to: string };

type AboutConstraint =
  | { readonly kind: 'add-constraint'; readonly constraint: Constraint }
  | { readonly kind: 'validate-constraint' | 'alter-constraint'; readonly name: string }
  | { readonly kind: 'drop-constraint'; readonly name: string; readonly cascade: boolean; readonly ifExists: boolean }
  | { readonly kind: 'rename-constraint'; readonly name: string; readonly to: string };

export type TableOption =
  | 'tablespace'
  | 'logged'
  | 'unlogged'
  | 'access-method'
  | 'parameters'
  | 'strong-parameters'
  | 'cluster-on'
  | 'replica-identity'
  | 'no-replica-identity'
  | 'enable-row-security'
  | 'disable-row-security'
  | 'force-row-security'
  | 'no-force-row-security'
  | 'trigger'
  | 'rule'
  | 'owner'
  | 'of';

type AboutTable =
  | AboutColumn
  | AboutConstraint
  | {
      readonly kind: 'attach-partition';
      readonly partition: Name;
      readonly isDefault: boolean;
      readonly bound: PartitionBound;
    }
  | { readonly kind: 'detach-partition'; readonly partition: Name; readonly concurrently: boolean }
  | { readonly kind: 'inherit' | 'no-inherit'; readonly parent: Name }
  | { readonly kind: 'table-option'; readonly option: TableOption }
  | { readonly kind: 'rename-table'; readonly to: string; readonly of: 'table' | 'view' | 'index' | 'sequence' }
  | { readonly kind: 'set-table-schema'; readonly to: string };

/** A change to one table, with its name and whether it reaches the tables below it. */
export type TableChange = AboutTable & { readonly table: Name; readonly only: boolean };

/** A table of LIKE, and what is taken over besides its columns. */
export interface Liked extends Name {
  readonly checks: boolean;
  readonly indexes: boolean;
}

export type DropTarget =
  | 'view'
  | 'materialized-view'
  | 'type'
  | 'domain'
  | 'function'
  | 'schema'
  | 'sequence'
  | 'extension'
  | 'other';

export type Change =
  | TableChange
  | {
      readonly kind: 'create-table';
      readonly table: Name;
      readonly columns: readonly Column[];
      readonly constraints: readonly Constraint[];
      readonly partitioned: boolean;
      readonly partitionKey: PartitionKey | null;
      readonly partitionOf: { readonly parent: Name; readonly isDefault: boolean } | null;
      readonly inherits: readonly Name[];
      readonly like: readonly Liked[];
      readonly ifNotExists: boolean;
      /** Tables that a `CREATE TABLE … AS` reads; null where it is none. */
      readonly asReads: readonly Name[] | null;
      /** Without its rows. */
      readonly noData: boolean;
      readonly unlogged: boolean;
    }
  | {
      readonly kind: 'create-index';
      readonly table: Name;
      readonly only: boolean;
      readonly index: Index;
      /** Whether its name is a made one, that gives way to one that is there. */
      readonly unnamed: boolean;
      readonly concurrently: boolean;
      readonly ifNotExists: boolean;
    }
  | {
      readonly kind: 'drop-index';
      readonly indexes: readonly Name[];
      readonly concurrently: boolean;
      readonly cascade: boolean;
      readonly ifExists: boolean;
    }
  | { readonly kind: 'rename-index'; readonly index: Name; readonly to: string }
  | { readonly kind: 'alter-index'; readonly index: Name; readonly attach: Name | null }
  | {
      readonly kind: 'drop-table';
      readonly tables: readonly Name[];
      readonly cascade: boolean;
      readonly ifExists: boolean;
    }
  | {
      readonly kind: 'drop';
      readonly what: DropTarget;
      readonly names: readonly Name[];
      readonly cascade: boolean;
      readonly ifExists: boolean;
    }
  /** DROP TRIGGER, POLICY, RULE: each stands on a table. */
  | { readonly kind: 'drop-on-table'; readonly what: 'trigger' | 'policy' | 'rule'; readonly table: Name }
  | {
      readonly kind: 'create-trigger' | 'create-policy' | 'create-rule';
      readonly table: Name;
      readonly only: boolean;
      /** The functions that it calls. */
      readonly calls: readonly Name[];
    }
  | { readonly kind: 'rename-on-table'; readonly table: Name; readonly what: 'trigger' | 'policy' | 'rule' }
  | { readonly kind: 'rename-schema'; readonly schema: string; readonly to: string }
  | { readonly kind: 'rename-other' }
  | { readonly kind: 'truncate'; readonly tables: readonly Name[]; readonly cascade: boolean; readonly only: boolean }
  | {
      readonly kind: 'update' | 'delete';
      readonly table: Name;
      /** Written with ONLY: the tables below are left out. */
      readonly alone: boolean;
      readonly where: WhereClause;
      /** Every row is met where none of these is NULL: `WHERE id IS NOT NULL`. Empty: it depends on more. */
      readonly metUnlessNull: readonly string[];
      /** Columns that the WHERE sets equal to something that is no column. */
      readonly pinned: readonly string[];
      /** Assigned by an UPDATE, without those that keep their value: `SET id = id`. */
      readonly columns: readonly string[];
      readonly reads: readonly Name[];
    }
  | {
      readonly kind: 'insert' | 'merge';
      readonly table: Name;
      readonly alone: boolean;
      readonly reads: readonly Name[];
      /** What it may do to a row: an INSERT … ON CONFLICT updates as well, a MERGE does what it says. */
      readonly does: readonly ('insert' | 'update' | 'delete')[];
      /** Assigned by its UPDATE. */
      readonly columns: readonly string[];
      /** Which rows it spares that it may update or delete. */
      readonly where: WhereClause;
    }
  | {
      readonly kind: 'select';
      readonly reads: readonly Name[];
      readonly locking: boolean;
      /** Tables of which it locks every row. */
      readonly locked: readonly Name[];
      readonly calls: readonly string[];
    }
  | {
      readonly kind: 'create-view';
      readonly view: Name;
      readonly replace: boolean;
      readonly reads: readonly Name[];
      readonly readColumns: readonly string[];
      readonly materialized: boolean;
      /** Without its rows. */
      readonly noData: boolean;
      /** The functions that it calls. */
      readonly calls: readonly Name[];
    }
  | {
      readonly kind: 'refresh';
      readonly view: Name;
      readonly concurrently: boolean;
      /** Left without its rows. */
      readonly noData: boolean;
    }
  | { readonly kind: 'create-enum'; readonly type: Name; readonly labels: readonly string[] }
  | { readonly kind: 'add-enum-value'; readonly type: Name; readonly value: string; readonly placed: boolean }
  | { readonly kind: 'rename-enum-value'; readonly type: Name; readonly value: string; readonly to: string }
  | { readonly kind: 'rename-type'; readonly type: Name; readonly to: string }
  | {
      readonly kind: 'create-domain';
      readonly domain: Name;
      readonly base: TypeRef;
      readonly constrained: boolean;
      readonly notNull: boolean;
    }
  | {
      readonly kind: 'alter-domain';
      readonly domain: Name;
      readonly action:
        | 'add-check'
        | 'add-check-not-valid'
        | 'set-not-null'
        | 'validate'
        | 'default'
        | 'drop-not-null'
        | 'drop-constraint'
        | 'other';
      readonly constraint: string | null;
    }
  | {
      readonly kind: 'create-function';
      readonly name: Name;
      readonly replace: boolean;
      readonly volatility: Volatility;
      /** SECURITY DEFINER without its own search_path. */
      readonly unguarded: boolean;
    }
  | { readonly kind: 'transaction'; readonly verb: 'begin' | 'commit' | 'rollback' | 'savepoint' }
  /** `value` is null for DEFAULT and RESET. */
  | { readonly kind: 'set'; readonly name: string; readonly value: string | null; readonly local: boolean }
  | {
      readonly kind: 'lock-table';
      readonly tables: readonly Name[];
      readonly alone: boolean;
      readonly mode: LockMode;
    }
  | { readonly kind: 'vacuum'; readonly full: boolean; readonly tables: readonly Name[] }
  | { readonly kind: 'analyze'; readonly tables: readonly Name[] }
  | { readonly kind: 'cluster'; readonly table: Name | null }
  | {
      readonly kind: 'reindex';
      readonly what: 'index' | 'table' | 'schema' | 'database' | 'system';
      readonly name: Name | null;
      readonly concurrently: boolean;
    }
  /** `part` is a constraint, trigger, policy or rule, and the name that of its table. */
  | { readonly kind: 'comment'; readonly on: 'table' | 'column' | 'index' | 'part' | 'other'; readonly name: Name }
  /** A change of rights; `wide` says what makes it one for an admin. */
  | { readonly kind: 'rights'; readonly wide: string | null }
  /** Rights that a role loses: `SELECT on orders from ben`. */
  | { readonly kind: 'rights-taken'; readonly what: string }
  | { readonly kind: 'create-statistics' | 'own-sequence'; readonly table: Name }
  | {
      readonly kind: 'publish';
      readonly tables: readonly Name[];
      /** Every table, or every one of a schema. */
      readonly many: boolean;
      /** Tables that are no longer published, or a set that takes the place of another. */
      readonly ends: boolean;
    }
  /** Makes something that no running code knows: a schema, a type, a sequence with its name. */
  | { readonly kind: 'create-other'; readonly sequence: Name | null }
  | { readonly kind: 'create-extension'; readonly extension: string }
  /** Other numbers come next; `what` says which. */
  | { readonly kind: 'move-sequence'; readonly sequence: Name | null; readonly what: string }
  /** What cannot run in a transaction and touches no table: CREATE DATABASE, ALTER SYSTEM. */
  | { readonly kind: 'outside-transaction'; readonly what: string }
  | { readonly kind: 'drop-database'; readonly name: string }
  /** DROP OWNED BY: all that these roles own. */
  | { readonly kind: 'drop-owned'; readonly roles: readonly string[] }
  /** Not understood; never safe. */
  | { readonly kind: 'other'; readonly node: string };

export type ChangeKind = Change['kind'];
/** The member of the union that is of this kind, also where it stands for several kinds. */
export type ChangeOf<Kind extends ChangeKind> = Change extends infer One
  ? One extends { readonly kind: infer Own }
    ? Kind extends Own
      ? One
      : never
    : never
  : never;
