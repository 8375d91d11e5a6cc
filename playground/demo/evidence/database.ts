import { createHash } from 'node:crypto';
import { execute } from '../../servers/postgres.ts';

/** One table: its columns in order and each row as PostgreSQL writes it, sorted. */
export interface TableContent {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/** Everything that a small database holds: its tables by name, and where its sequences stand. */
export interface DatabaseContent {
  readonly tables: Readonly<Record<string, TableContent>>;
  readonly sequences: Readonly<Record<string, string | null>>;
}

/** The team's own table of what was applied; its rows carry times, so it is compared apart where a deploy went through. */
export const historyTable = '_prisma_migrations';

/** Reads all of it. */
export async function contentOf(databaseUrl: string): Promise<DatabaseContent> {
  const columns = await execute<{ table: string; columns: string[] }>(
    databaseUrl,
    `SELECT table_name AS table, array_agg(column_name::text ORDER BY ordinal_position) AS columns
     FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name ORDER BY table_name`,
  );
  const tables: [string, TableContent][] = [];
  for (const { table, columns: all } of columns) {
    tables.push([table, { columns: all, rows: await rowsOf(databaseUrl, table, all) }]);
  }
  const sequences = await execute<{ name: string; at: string | null }>(
    databaseUrl,
    `SELECT sequencename AS name, last_value::text AS at FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  return {
    tables: Object.fromEntries(tables),
    sequences: Object.fromEntries(sequences.map(({ name, at }) => [name, at])),
  };
}

async function rowsOf(databaseUrl: string, table: string, columns: readonly string[]): Promise<string[]> {
  const list = columns.map(quoted).join(', ');
  const rows = await execute<{ row: string }>(
    databaseUrl,
    `SELECT ROW(${list})::text AS row FROM ${quoted(table)} ORDER BY 1`,
  );
  return rows.map(({ row }) => row);
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The rows of these tables and columns as they are now, where `before` says which ones. */
export async function sameColumnsNow(databaseUrl: string, before: DatabaseContent): Promise<DatabaseContent['tables']> {
  const tables: [string, TableContent][] = [];
  for (const [table, { columns }] of Object.entries(before.tables)) {
    tables.push([table, { columns, rows: await rowsOf(databaseUrl, table, columns) }]);
  }
  return Object.fromEntries(tables);
}

/** The tables of the app, without the history of migrations. */
export const appTables = (tables: DatabaseContent['tables']): DatabaseContent['tables'] =>
  Object.fromEntries(Object.entries(tables).filter(([name]) => name !== historyTable));

export const rowCount = ({ tables }: DatabaseContent, table: string): number => tables[table]?.rows.length ?? 0;

export const totalRows = (tables: DatabaseContent['tables']): number =>
  Object.values(tables).reduce((sum, { rows }) => sum + rows.length, 0);

/** First characters of the SHA-256 of every row; equal contents have equal ones. */
export const digestOf = (tables: DatabaseContent['tables']): string =>
  createHash('sha256').update(JSON.stringify(tables)).digest('hex').slice(0, 12);

/** Names of tables and columns (`Product.vaultId`) that are there now and were not. */
export function newParts(before: DatabaseContent, now: DatabaseContent): readonly string[] {
  return Object.entries(now.tables).flatMap(([table, { columns }]) => {
    const old = before.tables[table];
    if (old === undefined) return [table];
    return columns.filter((column) => !old.columns.includes(column)).map((column) => `${table}.${column}`);
  });
}
