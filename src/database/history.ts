import type { Sha256 } from '../domain/ids.ts';
import type { HistoryRow } from '../domain/migration.ts';
import { epochMs } from '../lib/time.ts';
import { SqlError, type TargetSql } from '../ports/target.ts';

/** A row as it comes from the server, from `pg` or as JSON. */
export interface HistoryRecord extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly checksum: string;
  readonly started: number;
  readonly finished: number | null;
  readonly rolled_back: number | null;
  readonly logs: string | null;
}

/** Whether there is no such table, which is how a database looks before Prisma's first migration. */
export const isUndefinedTable = (error: unknown): boolean => error instanceof SqlError && error.sqlState === '42P01';

/** The rows of `_prisma_migrations` in one schema, by start; empty where the table does not exist. */
export async function readHistory(sql: TargetSql, schema: string): Promise<readonly HistoryRow[]> {
  try {
    return (await sql.query<HistoryRecord>(historyQuery(schema))).map(historyRow);
  } catch (error) {
    if (isUndefinedTable(error)) return [];
    throw error;
  }
}

/** Times as milliseconds in a float, so that pg and psql's JSON give the same numbers. */
export function historyQuery(schema: string): string {
  const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
  return `SELECT id, migration_name AS name, checksum, logs, ${ms('started_at')} AS started,
    ${ms('finished_at')} AS finished, ${ms('rolled_back_at')} AS rolled_back
    FROM "${schema.replaceAll('"', '""')}"."_prisma_migrations" ORDER BY started_at, id`;
}

export function historyRow(row: HistoryRecord): HistoryRow {
  const moment = (ms: number | null) => (ms === null ? null : epochMs(ms));
  return {
    id: row.id,
    name: row.name,
    checksum: row.checksum as Sha256,
    startedAt: epochMs(row.started),
    finishedAt: moment(row.finished),
    rolledBackAt: moment(row.rolled_back),
    logs: row.logs,
  };
}
