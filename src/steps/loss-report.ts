import { allowTrouble } from '../domain/allowed.ts';
import type { Environment } from '../domain/environment.ts';
import type { LossReport, TableLoss } from '../domain/inquiry.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import type { TargetSession, Targets } from '../ports/target.ts';
import { versionTrouble } from '../prisma-cli/version.ts';
import { lookAt } from './look.ts';
import { forecastPush } from './push-forecast.ts';
import { quoteIdentifier } from './quote-sql.ts';

interface At {
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Targets;
  readonly now: EpochMs;
}

/** More are counted, not listed. */
const listed = 200;

/** Every table of the app, Prisma's own history left out; `rows` is negative for one that was never looked at. */
const tablesQuery = `
  SELECT n.nspname AS schema, c.relname AS name, pg_total_relation_size(c.oid)::text AS bytes,
         greatest(c.reltuples, nullif(s.n_live_tup, 0))::bigint::text AS rows
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
  WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND c.relname <> '_prisma_migrations'
  ORDER BY pg_total_relation_size(c.oid) DESC, c.relname`;

/** What `reset` or `push` would destroy now. It changes nothing. */
export async function lossReport(at: At, command: 'reset' | 'push'): Promise<LossReport | Trouble> {
  const forbidden = allowTrouble({ kind: command }, at.environment);
  if (forbidden !== null) return forbidden;
  const looked = await lookAt(at, async ({ project }, session) => ({ project, seen: await tablesOf(session) }));
  if (looked.kind === 'unseen') return looked.trouble;
  const { project, seen } = looked.value;
  const version = versionTrouble(project.prismaVersion);
  if (version !== null) return version;
  const push = command === 'push' ? await forecastPush(at, project) : null;
  if (push !== null && 'code' in push) return push;
  return { lookedAt: at.now, ...seen, files: project.files.length, push };
}

interface TableRow extends Record<string, unknown> {
  readonly schema: string;
  readonly name: string;
  readonly rows: string;
  readonly bytes: string;
}

async function tablesOf(session: TargetSession): Promise<Pick<LossReport, 'tables' | 'leftOut' | 'bytes'>> {
  const rows = await session.query<TableRow>(tablesQuery);
  const [size] = await session.query<{ bytes: string }>('SELECT pg_database_size(current_database())::text AS bytes');
  const tables: TableLoss[] = [];
  for (const row of rows.slice(0, listed)) tables.push(await tableOf(session, row));
  return { tables, leftOut: rows.length - tables.length, bytes: Number(size?.bytes ?? 0) };
}

async function tableOf(session: TargetSession, row: TableRow): Promise<TableLoss> {
  const name = row.schema === session.identity.schema ? row.name : `${row.schema}.${row.name}`;
  const [estimate, bytes] = [Number(row.rows), Number(row.bytes)];
  if (estimate >= 0) return { name, rows: estimate, bytes };
  return { name, rows: bytes > countedBytes ? null : await countOf(session, row), bytes };
}

/** A table that the server has no estimate of, as after a restore, is counted where that costs next to nothing. */
const countedBytes = 4_000_000;

async function countOf(session: TargetSession, { schema, name }: TableRow): Promise<number> {
  const [row] = await session.query<{ rows: string }>(
    `SELECT count(*)::text AS rows FROM ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
  );
  return Number(row?.rows ?? 0);
}
