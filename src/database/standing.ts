import type { HistoryRow } from '../domain/migration.ts';
import type { MigrationLockHolder, TargetSession } from '../ports/target.ts';
import { type HistoryRecord, historyQuery, historyRow, isUndefinedTable } from './history.ts';
import { holderQuery, migrationLockHolder } from './migration-lock.ts';

/** How the database stands: what was migrated, and who migrates. */
export interface Standing {
  readonly history: readonly HistoryRow[];
  readonly holder: MigrationLockHolder | null;
}

interface Row extends Record<string, unknown> {
  readonly history: readonly HistoryRecord[] | null;
  readonly holder: MigrationLockHolder | null;
}

/** Both in one round trip and one read-only transaction; no history where the table does not exist. */
export async function readStanding(session: TargetSession): Promise<Standing> {
  try {
    const [row] = await session.query<Row>(standingQuery(session.identity.schema));
    return { history: (row?.history ?? []).map(historyRow), holder: row?.holder ?? null };
  } catch (error) {
    if (!isUndefinedTable(error)) throw error;
    return { history: [], holder: await migrationLockHolder(session) };
  }
}

const standingQuery = (schema: string): string => `SELECT
  (SELECT json_agg(h) FROM (${historyQuery(schema)}) h) AS history,
  (SELECT to_json(l) FROM (${holderQuery} LIMIT 1) l) AS holder`;
