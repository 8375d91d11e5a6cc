import { z } from 'zod';
import type { MigrationTraffic, TargetSql } from '../ports/target.ts';
import { mayEnd, micros } from './locks/query.ts';
import { holderQuery } from './migration-lock.ts';

/** More are not looked at: each costs the server a look at its whole table of locks. */
const waitersAtMost = 200;

/**
 * Locks are read once. Whoever waits for a lock on something else than Prisma's own key, and would get it but for the
 * migration, waits behind it; `pg_blocking_pids` also names those that only stand before one in the queue.
 */
const trafficQuery = `
  WITH holder AS MATERIALIZED (${holderQuery} LIMIT 1),
    waiting AS MATERIALIZED (SELECT DISTINCT pid FROM pg_locks WHERE NOT granted AND locktype <> 'advisory' LIMIT ${waitersAtMost}),
    before AS (
      SELECT b.pid, coalesce(nullif(a.application_name, ''), a.backend_type) AS application, a.usename AS "user", a.state,
        (extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.backend_start)) * 1000)::float8 AS "ageMs",
        CASE WHEN a.backend_type = 'client backend' AND a.application_name NOT LIKE 'godwit%' AND ${mayEnd} THEN
          jsonb_build_object('pid', b.pid, 'backendStart', ${micros('a.backend_start')},
            'transactionStart', ${micros('a.xact_start')}) END AS mark
      FROM holder h JOIN waiting w USING (pid) CROSS JOIN LATERAL unnest(pg_blocking_pids(h.pid)) AS b(pid)
      LEFT JOIN pg_stat_activity a ON a.pid = b.pid)
  SELECT h.*,
    (SELECT coalesce(json_agg(DISTINCT jsonb_build_object('pid', b.pid, 'application', b.application, 'user', b."user",
      'state', b.state, 'ageMs', b."ageMs", 'mark', b.mark)), '[]') FROM before b) AS blockers,
    (SELECT count(*)::int FROM waiting w WHERE w.pid <> h.pid AND h.pid = ANY(pg_blocking_pids(w.pid))) AS behind
  FROM holder h`;

const row = z.object({
  pid: z.int(),
  applicationName: z.string().nullable(),
  user: z.string().nullable(),
  backendStart: z.string().nullable(),
  state: z.string().nullable(),
  blockers: z.array(
    z.object({
      pid: z.int(),
      application: z.string().nullable(),
      user: z.string().nullable(),
      state: z.string().nullable(),
      ageMs: z.number().nullable(),
      mark: z.object({ pid: z.int(), backendStart: z.string(), transactionStart: z.string().nullable() }).nullable(),
    }),
  ),
  behind: z.int(),
});

/** Who holds Prisma's lock, whom that session waits for, and who waits behind it; null when nobody holds it. */
export async function migrationTraffic(sql: TargetSql): Promise<MigrationTraffic | null> {
  const [found] = await sql.query(trafficQuery);
  if (found === undefined) return null;
  const { blockers, behind, ...migration } = row.parse(found);
  return { migration, behind, blockers };
}
