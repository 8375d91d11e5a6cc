import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { kindOf } from '../../../src/review/parse/ast.ts';
import { parseFile } from '../../../src/review/parse/parse-file.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';
import { reviewPlan } from '../../../src/review/review.ts';

const parser = await loadParser();
const types = (file: string) => readFileSync(new URL(`./${file}`, import.meta.resolve('@pgsql/types')), 'utf8');

/** Nodes whose names end like a statement's, and that no file begins with. */
const noStatements = ['PLAssignStmt', 'RawStmt', 'ReplicaIdentityStmt', 'ReturnStmt', 'SetOperationStmt'];
const kinds = [...new Set([...types('types.d.ts').matchAll(/^ {4}(\w+Stmt): /gm)].map(([, kind = '']) => kind))].filter(
  (kind) => !noStatements.includes(kind),
);

/** Clauses that PostgreSQL makes for itself. */
const noClauses =
  /^AT_(?:AddColumnToView|CookedColumnDefault|AddIndex|AddIndexConstraint|ReAdd\w+|ReplaceRelOptions|DropOids)$/;
const clauses = (/type AlterTableType = (.*);/.exec(types('enums.d.ts'))?.[1] ?? '')
  .split(' | ')
  .map((name) => name.slice(1, -1))
  .filter((name) => !noClauses.test(name));

/** Makes what nobody knows yet, only looks, or says something of the session alone. */
const safe: Readonly<Record<string, string>> = {
  AlterDefaultPrivilegesStmt: 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reports',
  AlterEnumStmt: "ALTER TYPE mood ADD VALUE 'sad'",
  AlterSeqStmt: 'ALTER SEQUENCE s OWNED BY a.b',
  CommentStmt: "COMMENT ON TABLE a IS 'x'",
  CompositeTypeStmt: 'CREATE TYPE pair AS (a int)',
  CopyStmt: 'COPY a TO STDOUT',
  CreateCastStmt: 'CREATE CAST (a AS b) WITH INOUT',
  CreateDomainStmt: 'CREATE DOMAIN d AS text',
  CreateEnumStmt: "CREATE TYPE mood AS ENUM ('ok')",
  CreateExtensionStmt: 'CREATE EXTENSION citext',
  CreateForeignTableStmt: 'CREATE FOREIGN TABLE f (a int) SERVER s',
  CreateFunctionStmt: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  CreatePublicationStmt: 'CREATE PUBLICATION p',
  CreateRangeStmt: 'CREATE TYPE r AS RANGE (subtype = float8)',
  CreateRoleStmt: 'CREATE ROLE app LOGIN',
  CreateSchemaStmt: 'CREATE SCHEMA s',
  CreateSeqStmt: 'CREATE SEQUENCE s',
  CreateStatsStmt: 'CREATE STATISTICS s ON a, b FROM t',
  CreateStmt: 'CREATE TABLE a (id int PRIMARY KEY)',
  CreateSubscriptionStmt: "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
  CreateTableAsStmt: 'CREATE TABLE a AS SELECT * FROM b',
  CreatedbStmt: 'CREATE DATABASE d',
  CreateTableSpaceStmt: "CREATE TABLESPACE s LOCATION '/x'",
  DefineStmt: 'CREATE COLLATION c (locale = x)',
  GrantStmt: 'GRANT SELECT ON a TO reports',
  InsertStmt: 'INSERT INTO a VALUES (1)',
  SelectStmt: 'SELECT 1',
  TransactionStmt: 'SAVEPOINT s',
  VariableSetStmt: "SET work_mem = '1GB'",
  VariableShowStmt: 'SHOW work_mem',
  ViewStmt: 'CREATE VIEW v AS SELECT 1 AS a',
};

const neverSafe: Readonly<Record<string, string>> = {
  AlterCollationStmt: 'ALTER COLLATION c REFRESH VERSION',
  AlterDatabaseRefreshCollStmt: 'ALTER DATABASE d REFRESH COLLATION VERSION',
  AlterDatabaseSetStmt: 'ALTER DATABASE d SET search_path = x',
  AlterDatabaseStmt: 'ALTER DATABASE d CONNECTION LIMIT 1',
  AlterDomainStmt: 'ALTER DOMAIN d SET NOT NULL',
  AlterEventTrigStmt: 'ALTER EVENT TRIGGER e DISABLE',
  AlterExtensionContentsStmt: 'ALTER EXTENSION e DROP TABLE a',
  AlterExtensionStmt: 'ALTER EXTENSION e UPDATE',
  AlterFdwStmt: 'ALTER FOREIGN DATA WRAPPER f NO HANDLER',
  AlterForeignServerStmt: "ALTER SERVER s OPTIONS (SET host 'x')",
  AlterFunctionStmt: 'ALTER FUNCTION f() IMMUTABLE',
  AlterObjectDependsStmt: 'ALTER FUNCTION f() DEPENDS ON EXTENSION e',
  AlterObjectSchemaStmt: 'ALTER TYPE t SET SCHEMA s',
  AlterOpFamilyStmt: 'ALTER OPERATOR FAMILY o USING btree DROP FUNCTION 1 (int, int)',
  AlterOperatorStmt: 'ALTER OPERATOR + (int, int) SET (RESTRICT = NONE)',
  AlterOwnerStmt: 'ALTER FUNCTION f() OWNER TO ben',
  AlterPolicyStmt: 'ALTER POLICY p ON a USING (true)',
  AlterPublicationStmt: 'ALTER PUBLICATION p DROP TABLE a',
  AlterRoleSetStmt: 'ALTER ROLE app SET search_path = x',
  AlterRoleStmt: 'ALTER ROLE app NOLOGIN',
  AlterStatsStmt: 'ALTER STATISTICS s SET STATISTICS 5',
  AlterSubscriptionStmt: 'ALTER SUBSCRIPTION s DISABLE',
  AlterSystemStmt: 'ALTER SYSTEM SET fsync = off',
  AlterTSConfigurationStmt: 'ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING FOR word',
  AlterTSDictionaryStmt: 'ALTER TEXT SEARCH DICTIONARY d (a = b)',
  AlterTableMoveAllStmt: 'ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b',
  AlterTableSpaceOptionsStmt: 'ALTER TABLESPACE a SET (seq_page_cost = 1)',
  AlterTableStmt: 'ALTER TABLE a DROP COLUMN b',
  AlterTypeStmt: 'ALTER TYPE t SET (STORAGE = plain)',
  AlterUserMappingStmt: "ALTER USER MAPPING FOR ben SERVER s OPTIONS (SET user 'x')",
  CallStmt: 'CALL p()',
  CheckPointStmt: 'CHECKPOINT',
  ClosePortalStmt: 'CLOSE c',
  ClusterStmt: 'CLUSTER a USING i',
  ConstraintsSetStmt: 'SET CONSTRAINTS ALL DEFERRED',
  CreateAmStmt: 'CREATE ACCESS METHOD a TYPE TABLE HANDLER h',
  CreateConversionStmt: "CREATE CONVERSION c FOR 'UTF8' TO 'LATIN1' FROM f",
  CreateEventTrigStmt: 'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()',
  CreateFdwStmt: 'CREATE FOREIGN DATA WRAPPER f',
  CreateForeignServerStmt: 'CREATE SERVER s FOREIGN DATA WRAPPER f',
  CreateOpClassStmt: 'CREATE OPERATOR CLASS o DEFAULT FOR TYPE t USING btree AS OPERATOR 1 <',
  CreateOpFamilyStmt: 'CREATE OPERATOR FAMILY o USING btree',
  CreatePLangStmt: 'CREATE LANGUAGE l HANDLER h',
  CreatePolicyStmt: 'CREATE POLICY p ON a',
  CreateTransformStmt: 'CREATE TRANSFORM FOR t LANGUAGE sql (FROM SQL WITH FUNCTION f(internal))',
  CreateTrigStmt: 'CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()',
  CreateUserMappingStmt: 'CREATE USER MAPPING FOR ben SERVER s',
  DeallocateStmt: 'DEALLOCATE p',
  DeclareCursorStmt: 'DECLARE c CURSOR FOR SELECT 1',
  DeleteStmt: 'DELETE FROM a',
  DiscardStmt: 'DISCARD ALL',
  DoStmt: "DO 'BEGIN END'",
  DropOwnedStmt: 'DROP OWNED BY ben',
  DropRoleStmt: 'DROP ROLE ben',
  DropStmt: 'DROP TABLE a',
  DropSubscriptionStmt: 'DROP SUBSCRIPTION s',
  DropTableSpaceStmt: 'DROP TABLESPACE s',
  DropUserMappingStmt: 'DROP USER MAPPING FOR ben SERVER s',
  DropdbStmt: 'DROP DATABASE d',
  ExecuteStmt: 'EXECUTE p',
  ExplainStmt: 'EXPLAIN ANALYZE DELETE FROM a',
  FetchStmt: 'FETCH c',
  GrantRoleStmt: 'GRANT admins TO ben',
  ImportForeignSchemaStmt: 'IMPORT FOREIGN SCHEMA x FROM SERVER s INTO y',
  IndexStmt: 'CREATE INDEX i ON a (b)',
  ListenStmt: 'LISTEN x',
  LoadStmt: "LOAD 'x'",
  LockStmt: 'LOCK TABLE a',
  MergeStmt: 'MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE',
  NotifyStmt: 'NOTIFY x',
  PrepareStmt: 'PREPARE p AS DELETE FROM a',
  ReassignOwnedStmt: 'REASSIGN OWNED BY ana TO ben',
  RefreshMatViewStmt: 'REFRESH MATERIALIZED VIEW m',
  ReindexStmt: 'REINDEX TABLE a',
  RenameStmt: 'ALTER TABLE a RENAME TO b',
  RuleStmt: 'CREATE RULE r AS ON INSERT TO a DO INSTEAD NOTHING',
  SecLabelStmt: "SECURITY LABEL ON TABLE a IS 'x'",
  TruncateStmt: 'TRUNCATE a',
  UnlistenStmt: 'UNLISTEN *',
  UpdateStmt: 'UPDATE a SET b = 1',
  VacuumStmt: 'VACUUM FULL a',
};

/** Brief locks, and nothing that running code could notice. */
const safeClauses: Readonly<Record<string, string>> = {
  AT_AddColumn: 'ADD COLUMN b int',
  AT_AddConstraint: 'ADD CONSTRAINT c CHECK (b > 0) NOT VALID',
  AT_AddIdentity: 'ALTER b ADD GENERATED BY DEFAULT AS IDENTITY',
  AT_AddOf: 'OF pair',
  AT_AlterConstraint: 'ALTER CONSTRAINT c DEFERRABLE',
  AT_ClusterOn: 'CLUSTER ON i',
  AT_ColumnDefault: 'ALTER b SET DEFAULT 1',
  AT_DropCluster: 'SET WITHOUT CLUSTER',
  AT_DropOf: 'NOT OF',
  AT_DetachPartitionFinalize: 'DETACH PARTITION b FINALIZE',
  AT_ReplicaIdentity: 'REPLICA IDENTITY FULL',
  AT_ResetOptions: 'ALTER b RESET (n_distinct)',
  AT_ResetRelOptions: 'RESET (fillfactor)',
  AT_SetCompression: 'ALTER b SET COMPRESSION pglz',
  AT_SetIdentity: 'ALTER b SET GENERATED BY DEFAULT',
  AT_SetOptions: 'ALTER b SET (n_distinct = 5)',
  AT_SetRelOptions: 'SET (fillfactor = 70)',
  AT_SetStatistics: 'ALTER b SET STATISTICS 5',
  AT_SetStorage: 'ALTER b SET STORAGE plain',
  AT_ValidateConstraint: 'VALIDATE CONSTRAINT c',
};

const neverSafeClauses: Readonly<Record<string, string>> = {
  AT_AddInherit: 'INHERIT b',
  AT_AlterColumnGenericOptions: "ALTER b OPTIONS (SET x 'y')",
  AT_AlterColumnType: 'ALTER b TYPE text',
  AT_AttachPartition: 'ATTACH PARTITION b DEFAULT',
  AT_ChangeOwner: 'OWNER TO ben',
  AT_DetachPartition: 'DETACH PARTITION b',
  AT_DisableRowSecurity: 'DISABLE ROW LEVEL SECURITY',
  AT_DisableRule: 'DISABLE RULE r',
  AT_DisableTrig: 'DISABLE TRIGGER t',
  AT_DisableTrigAll: 'DISABLE TRIGGER ALL',
  AT_DisableTrigUser: 'DISABLE TRIGGER USER',
  AT_DropColumn: 'DROP COLUMN b',
  AT_DropConstraint: 'DROP CONSTRAINT c',
  AT_DropExpression: 'ALTER b DROP EXPRESSION',
  AT_DropIdentity: 'ALTER b DROP IDENTITY',
  AT_DropInherit: 'NO INHERIT b',
  AT_DropNotNull: 'ALTER b DROP NOT NULL',
  AT_EnableAlwaysRule: 'ENABLE ALWAYS RULE r',
  AT_EnableAlwaysTrig: 'ENABLE ALWAYS TRIGGER t',
  AT_EnableReplicaRule: 'ENABLE REPLICA RULE r',
  AT_EnableReplicaTrig: 'ENABLE REPLICA TRIGGER t',
  AT_EnableRowSecurity: 'ENABLE ROW LEVEL SECURITY',
  AT_EnableRule: 'ENABLE RULE r',
  AT_EnableTrig: 'ENABLE TRIGGER t',
  AT_EnableTrigAll: 'ENABLE TRIGGER ALL',
  AT_EnableTrigUser: 'ENABLE TRIGGER USER',
  AT_ForceRowSecurity: 'FORCE ROW LEVEL SECURITY',
  AT_GenericOptions: "OPTIONS (SET x 'y')",
  AT_NoForceRowSecurity: 'NO FORCE ROW LEVEL SECURITY',
  AT_SetAccessMethod: 'SET ACCESS METHOD heap2',
  AT_SetExpression: 'ALTER b SET EXPRESSION AS (a + 1)',
  AT_SetLogged: 'SET LOGGED',
  AT_SetNotNull: 'ALTER b SET NOT NULL',
  AT_SetTableSpace: 'SET TABLESPACE s',
  AT_SetUnLogged: 'SET UNLOGGED',
};

function verdictOf(sql: string): string {
  return reviewPlan({ parser, files: [{ path: 'a.sql', sql }], catalog: null, serverVersion: 18, atomicity: null })
    .verdict;
}

function parsed(sql: string) {
  const [statement] = [...parseFile(parser, sql)];
  if (statement?.kind !== 'statement') throw new Error(`${sql} does not parse`);
  return statement.node;
}

describe('every kind of statement of the grammar', () => {
  it('has a sample, of that kind', () => {
    expect(kinds.length).toBeGreaterThan(100);
    const samples = { ...safe, ...neverSafe };
    expect(Object.keys(samples).toSorted()).toEqual(kinds.toSorted());
    expect(Object.values(samples).map((sql) => kindOf(parsed(sql)))).toEqual(Object.keys(samples));
  });

  test.each(Object.values(neverSafe))('is not safe: %s', (sql) => expect(verdictOf(sql)).not.toBe('safe'));
  test.each(Object.values(safe))('is safe, and known to be: %s', (sql) => expect(verdictOf(sql)).toBe('safe'));
});

describe('every clause of ALTER TABLE', () => {
  it('has a sample, of that kind', () => {
    const samples = { ...safeClauses, ...neverSafeClauses };
    expect(Object.keys(samples).toSorted()).toEqual(clauses.toSorted());
    const found = Object.values(samples).map((clause) => JSON.stringify(parsed(`ALTER TABLE a ${clause}`)));
    expect(found.map((text) => /"subtype":"(\w+)"/.exec(text)?.[1])).toEqual(Object.keys(samples));
  });

  test.each(Object.values(neverSafeClauses))('is not safe: %s', (clause) =>
    expect(verdictOf(`ALTER TABLE a ${clause}`)).not.toBe('safe'),
  );
  test.each(Object.values(safeClauses))('is safe, and known to be: %s', (clause) =>
    expect(verdictOf(`ALTER TABLE a ${clause}`)).toBe('safe'),
  );
});
