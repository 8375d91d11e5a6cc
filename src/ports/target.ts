import type { Argv, Environment } from '../domain/environment.ts';
import type { Pooler } from '../domain/gates/gate.ts';
import type { Sha256 } from '../domain/ids.ts';
import type { Blocker, LockSnapshot, SessionDeed, SessionMark } from '../domain/locks.ts';
import type { HistoryRow, MigrationFile } from '../domain/migration.ts';
import type { ToolVariable } from '../domain/postgres-tools.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Secret } from '../lib/secret.ts';
import type { Catalog } from '../review/catalog/model.ts';
import type { Host, HostGlance } from './remote.ts';

/** Which database it is, to be compared with Prisma's own `Datasource` line. */
export interface DatabaseIdentity {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly schema: string;
}

/** What is read through the exec prefix, in Prisma's own working directory. */
export interface PrismaProject {
  /** Null: prisma is not installed there. */
  readonly prismaVersion: string | null;
  /** As Prisma would say it: "prisma/migrations". */
  readonly migrationsPath: string;
  readonly files: readonly MigrationFile[];
}

/** How to give the target's tools (`psql`, `pg_dump`, `pg_restore`) their connection: values by PG* variable name. */
export type ToolSecrets = Readonly<Record<ToolVariable, Secret>>;

/** The server refused a statement or a login. `message` is the primary message alone: details may hold personal data. */
export class SqlError extends Error {
  /** Five characters; null when the tool died without one. */
  readonly sqlState: string | null;

  constructor(sqlState: string | null, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SqlError';
    this.sqlState = sqlState;
  }
}

/** The session that holds Prisma's migration lock. All but the pid are null where the login may not see them. */
export interface MigrationLockHolder {
  readonly pid: number;
  readonly applicationName: string | null;
  readonly user: string | null;
  /** Seconds since 1970 as the server writes them, to the microsecond: tells a reused pid. */
  readonly backendStart: string | null;
  readonly state: string | null;
}

/** A migration at work among the other sessions, at one moment. */
export interface MigrationTraffic {
  readonly migration: MigrationLockHolder;
  /** Whom it waits for; empty while it works. */
  readonly blockers: readonly Blocker[];
  /** How many sessions wait behind it; of more than 200 that wait for anything not all are counted. */
  readonly behind: number;
}

/** A Postgres session on the target. Statements that the server refuses throw `SqlError`. */
export interface TargetSql extends AsyncDisposable {
  readonly query: <Row extends Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<readonly Row[]>;
}

/** The migrations' files and database of one environment, opened together over one channel. */
export interface TargetSession extends TargetSql {
  readonly project: PrismaProject;
  readonly identity: DatabaseIdentity;
  readonly tools: ToolSecrets;
  /** What shows that a pooler stands in between; null: nothing does. */
  readonly pooler: () => Promise<Pooler | null>;
  /** By start; empty where the table does not exist. */
  readonly history: () => Promise<readonly HistoryRow[]>;
  /** The text of a pending file, by name; null when it is gone. */
  readonly sqlOf: (name: string) => Promise<string | null>;
}

export type Opened<Session> =
  | { readonly kind: 'open'; readonly session: Session }
  /** `project` is what could be read before the database failed. */
  | { readonly kind: 'trouble'; readonly trouble: Trouble; readonly project: PrismaProject | null };

/** Files, history and lock of one environment at one moment. */
export type Looked =
  | {
      readonly kind: 'seen';
      readonly project: PrismaProject;
      readonly history: readonly HistoryRow[];
      readonly lockHolder: MigrationLockHolder | null;
      readonly pooler: Pooler | null;
    }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

export type LookedAtLocks =
  | { readonly kind: 'seen'; readonly locks: LockSnapshot }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

/**
 * What the reviewer must know of a live database. `why` in words for the channel; `serverVersion` where that much
 * could be read.
 */
export type CatalogSeen =
  | { readonly kind: 'catalog'; readonly catalog: Catalog }
  | { readonly kind: 'unusable'; readonly why: string; readonly serverVersion: number | null };

/** Settings that a session begins with, by their names in PostgreSQL; times in milliseconds. */
export type SessionSettings = Readonly<Partial<Record<'lock_timeout' | 'statement_timeout', number>>>;

/** Its sessions can write nothing. */
export type ReadOnlySettings = { readonly default_transaction_read_only: 'on' };

/** A command whose sessions with the database begin with these settings. */
export interface Launch {
  readonly settings: SessionSettings | ReadOnlySettings;
  /** What it reads on standard input; null: what whoever starts it gives. */
  readonly input: string | null;
  /** As it is typed behind the exec prefix; `{schema}` stands for the path of Prisma's schema. */
  readonly command: Argv;
}

/** Names of migrations by the name of the folder that holds copies of them. */
export type MigrationFolders = Readonly<Record<string, readonly string[]>>;

/** An empty database beside the app's own, for Prisma to see in it what files make. Disposing of it drops it. */
export interface ShadowDatabase extends AsyncDisposable {
  readonly name: string;
}

export type OpenedShadow =
  | { readonly kind: 'open'; readonly shadow: ShadowDatabase }
  /** Why there can be none, as a clause for the channel. */
  | { readonly kind: 'refused'; readonly why: string };

export interface Targets {
  /**
   * For questions, never for a run: what `open` would show, read by a process that may have stayed open since an earlier
   * look. `glance` is of the environment's lock, directory and exec prefix. Throws `RemoteOutage` when the host is away.
   */
  readonly look: (environment: Environment, host: Host, glance: Promise<HostGlance>) => Promise<Looked>;
  /** The same for who waits for whom. */
  readonly lookAtLocks: (environment: Environment, host: Host, glance: Promise<HostGlance>) => Promise<LookedAtLocks>;
  /** Opens files and database the configured way; throws `RemoteOutage` when the host is away. */
  readonly open: (environment: Environment, host: Host) => Promise<Opened<TargetSession>>;
  /**
   * The command that a detached deploy runs as its last act before Prisma: 0 equal, 86 differs (JSON on stdout says
   * what), 87 could not look. Digests and reader: `prisma-cli`.
   */
  readonly receiptCommand: (
    environment: Environment,
    expected: { readonly files: Sha256; readonly history: Sha256 },
  ) => Argv;
  /** The command that starts another one, behind the exec prefix, with settings for its sessions with the app's database. */
  readonly launchCommand: (environment: Environment, launch: Launch) => Argv;
  /**
   * A command that runs in Prisma's own working directory beside temporary folders, each with some of its migrations,
   * and removes them afterwards. `{one}` as a word is the path of the folder `one`, `{schema}` that of the schema file.
   */
  readonly withMigrations: (environment: Environment, folders: MigrationFolders, command: Argv) => Argv;
  /**
   * Makes a shadow database by the app's own login, and proves that its URL with this name leads there: Prisma drops
   * whatever it finds in the database that it is given. Throws `RemoteOutage` when the host is away.
   */
  readonly openShadow: (environment: Environment, host: Host) => Promise<OpenedShadow>;
  /** How Prisma is called with a shadow database whose URL stands in no process's arguments; its words follow. */
  readonly withShadow: (environment: Environment, shadow: ShadowDatabase) => Argv;
  /** SQL by `psql` of the configured tools, for while the service is stopped. `database` overrides PGDATABASE. */
  readonly openTools: (
    environment: Environment,
    host: Host,
    secrets: ToolSecrets,
    database?: string,
  ) => Promise<TargetSql>;
  /** The history as any session sees it; empty where the table does not exist. */
  readonly history: (sql: TargetSql, schema: string) => Promise<readonly HistoryRow[]>;
  /** Who holds Prisma's lock, whom that session waits for, and who waits behind it; null when nobody holds it. */
  readonly traffic: (sql: TargetSql) => Promise<MigrationTraffic | null>;
  /**
   * Names of some things whose rows in the catalogs were written by transactions from number `before` on, and after the
   * last of the `finished` migrations; empty where there are none.
   */
  readonly writtenSince: (
    sql: TargetSql,
    at: { readonly before: string; readonly schema: string; readonly finished: readonly string[] },
  ) => Promise<readonly string[]>;
  /** The number that the server's next transaction gets at the earliest, as text. */
  readonly nextTransaction: (sql: TargetSql) => Promise<string>;
  /** Ends the sessions that looks left open in the session's database, whichever Godwit opened them. */
  readonly endLooks: (sql: TargetSql) => Promise<void>;
  /** Tables, columns and sizes in one snapshot: read only, no query longer than 2 s. Never throws. */
  readonly catalog: (sql: TargetSql) => Promise<CatalogSeen>;
  /** Who holds Prisma's migration lock in the session's database. */
  readonly lockHolder: (sql: TargetSql) => Promise<MigrationLockHolder | null>;
  /** Who waits for whom in the session's database, in one round trip; statements come without literals. */
  readonly locks: (sql: TargetSql) => Promise<LockSnapshot>;
  /** Cancels what a client's session does, or ends it, if it is still the one and in the transaction that was seen. */
  readonly endSession: (
    sql: TargetSql,
    mark: SessionMark,
    deed: SessionDeed,
  ) => Promise<'sent' | 'gone' | 'not-permitted'>;
  /** Whether that session is still in that transaction. */
  readonly transactionStands: (sql: TargetSql, mark: SessionMark) => Promise<boolean>;
  /** Cancels the holder's statement or ends its session, if that very session still holds the lock. */
  readonly cancelMigration: (
    sql: TargetSql,
    holder: MigrationLockHolder,
    how: 'cancel' | 'terminate',
  ) => Promise<'sent' | 'gone' | 'not-permitted'>;
}
