import type { Name } from '../names.ts';
import type { Node } from '../parse/ast.ts';
import type { NameMap } from './name-map.ts';

/** A type as PostgreSQL's catalog names it: `int4`, `varchar` with its length in `mods`. */
export interface TypeRef {
  readonly schema: string | null;
  readonly name: string;
  /** Length, precision, scale: what stands in the brackets. */
  readonly mods: readonly number[];
  readonly array: boolean;
}

export interface Column {
  readonly name: string;
  readonly type: TypeRef;
  readonly nullable: boolean;
  readonly default: Node | null;
  /** Functions and sequences that the default, or what it is generated from, stands on. */
  readonly calls: readonly Name[];
  readonly identity: boolean;
  readonly serial: boolean;
  readonly generated: 'stored' | 'virtual' | null;
  readonly collation: string | null;
}

export type ForeignAction = 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default';

export type Constraint =
  | {
      readonly kind: 'check';
      readonly name: string;
      readonly columns: readonly string[];
      /** Columns that hold a value in every row that satisfies it. */
      readonly proves: readonly string[];
      /** Functions that it stands on. */
      readonly calls: readonly Name[];
      /** Does not hold for the tables below. */
      readonly noInherit: boolean;
      readonly valid: boolean;
      /** Absent where it was not read. */
      readonly expression?: Node;
    }
  /** From PostgreSQL 18 on NOT NULL is a constraint that can be added without a scan. */
  | { readonly kind: 'not-null'; readonly name: string; readonly columns: readonly string[]; readonly valid: boolean }
  | {
      readonly kind: 'unique' | 'primary';
      readonly name: string;
      readonly columns: readonly string[];
      readonly usingIndex: string | null;
      /** Held by a trigger of its own. */
      readonly deferrable: boolean;
    }
  | {
      readonly kind: 'exclude';
      readonly name: string;
      readonly columns: readonly string[];
      readonly deferrable: boolean;
    }
  | {
      readonly kind: 'foreign';
      readonly name: string;
      readonly columns: readonly string[];
      readonly target: Name;
      readonly targetColumns: readonly string[];
      readonly onDelete: ForeignAction;
      readonly onUpdate: ForeignAction;
      readonly valid: boolean;
    };

export type ForeignKey = Extract<Constraint, { kind: 'foreign' }>;

export interface Index {
  readonly name: string;
  /** What a made name says of its keys and included columns: `note`, `lower`, `expr`. */
  readonly parts: readonly string[];
  readonly method: string;
  readonly unique: boolean;
  /** Plain key columns, in order. */
  readonly columns: readonly string[];
  readonly included: readonly string[];
  /** Columns inside key expressions. */
  readonly expressionColumns: readonly string[];
  /** Functions that its expressions and its WHERE stand on. */
  readonly calls: readonly Name[];
  /** Columns inside the WHERE; empty where it has none. */
  readonly predicateColumns: readonly string[];
  readonly partial: boolean;
  readonly valid: boolean;
  /** Of a constraint of the same name. */
  readonly ofConstraint: boolean;
}

/** Where a relation comes from: the database, or a statement of the plan. */
export type Origin = { readonly kind: 'live' } | { readonly kind: 'plan'; readonly file: number };

export interface PartitionKey {
  readonly strategy: 'range' | 'list' | 'hash';
  /** Null for an expression. */
  readonly columns: readonly (string | null)[];
}

/** The values that a partition takes. */
export type PartitionBound =
  | { readonly kind: 'range'; readonly from: readonly Node[]; readonly to: readonly Node[] }
  | { readonly kind: 'list'; readonly values: readonly Node[] }
  | { readonly kind: 'hash' | 'default' };

export interface Table {
  readonly name: Name;
  readonly kind: 'table' | 'partitioned' | 'view' | 'materialized-view' | 'foreign-table';
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  /** How a partitioned table sorts its rows. */
  readonly partitionKey?: PartitionKey;
  readonly partitionOf: { readonly parent: Name; readonly isDefault: boolean } | null;
  readonly inherits: readonly Name[];
  /** What a view reads. */
  readonly reads: readonly Name[];
  /** The columns that a view names, of whatever table; `*` is all. */
  readonly readColumns: readonly string[];
  /** Functions that its triggers, policies and rules, or a view's query, stand on. */
  readonly calls: readonly Name[];
  /** Null where it is not known. */
  readonly unlogged: boolean | null;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly origin: Origin;
  /** False for a table that is known only from what the plan does to it. */
  readonly known: boolean;
}

export type TypeEntry =
  | { readonly kind: 'enum'; readonly labels: readonly string[]; readonly origin: Origin }
  | {
      readonly kind: 'domain';
      readonly base: TypeRef;
      readonly constrained: boolean;
      readonly notNull: boolean;
      readonly origin: Origin;
    }
  | { readonly kind: 'other'; readonly origin: Origin };

export type Volatility = 'immutable' | 'stable' | 'volatile';

/** The database as it is known before a statement. Never changed: `applyChange` answers with the next one. */
export interface Catalog {
  /** Whether a real catalog stands behind it: what is absent then is not there; without, it is unknown. */
  readonly complete: boolean;
  /** Where a name without a schema is looked for. */
  readonly defaultSchema: string;
  readonly serverVersion: number;
  /** The time zone of the sessions that migrate; null where it is not known. */
  readonly timeZone: string | null;
  readonly tables: NameMap<Table>;
  /**
   * Back references: `fk:<table>`, `child:<table>`, `type:<type>`, `index:<index>`, `view:<table>`, `use:<function or
   * sequence>` → keys of tables.
   */
  readonly links: NameMap<readonly string[]>;
  readonly types: NameMap<TypeEntry>;
  readonly functions: NameMap<Volatility>;
  /** Names of the temporary tables that the plan has made; they hide others of their name. */
  readonly temporary: ReadonlySet<string>;
}
