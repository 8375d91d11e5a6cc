import { prismaLockKey } from '../migration-lock.ts';

/** Asking who blocks a session stops the lock manager for a moment: of more waiters only the longest are asked about. */
const mostWaiters = 200;
const mostIdle = 5;
/** More characters than any card shows, before literals are taken out. */
const statementLength = 2_000;

const ms = (since: string) => `(extract(epoch FROM clock_timestamp() - ${since}) * 1000)::float8`;
export const micros = (moment: string) => `extract(epoch FROM ${moment})::text`;
const listOf = (columns: string, from: string) =>
  `coalesce((SELECT json_agg(row_to_json(x)) FROM (SELECT ${columns} ${from}) x), '[]')`;

/**
 * Parallel workers count as their leader. `waitstart` came with PostgreSQL 14, hence the detour. A prepared transaction
 * has no pid; what it holds is found by the lock on its own number.
 */
const parts = `
  locks AS MATERIALIZED (
    SELECT l.*, CASE WHEN NOT l.granted THEN (to_jsonb(l) ->> 'waitstart')::timestamptz END AS began FROM pg_locks l
  ),
  activity AS MATERIALIZED (
    SELECT a.*, coalesce(a.leader_pid, a.pid) AS head FROM pg_stat_activity a
  ),
  queue AS MATERIALIZED (
    SELECT l.*, a.head FROM locks l JOIN activity a USING (pid)
    WHERE NOT l.granted AND a.datname = current_database()
  ),
  waiting AS MATERIALIZED (
    SELECT q.*, pg_blocking_pids(q.pid) AS blockers
    FROM (SELECT * FROM queue ORDER BY began NULLS LAST, pid LIMIT ${mostWaiters}) q
  ),
  edges AS (
    SELECT DISTINCT w.head, b.pid AS blocker FROM waiting w, unnest(w.blockers) AS b(pid) WHERE b.pid NOT IN (0, w.head)
  ),
  prepared AS (
    SELECT DISTINCT w.head, p.gid, p.owner, p.prepared
    FROM waiting w
      JOIN locks h ON h.pid IS NULL AND h.granted AND h.locktype = w.locktype
        AND (h.database, h.relation, h.page, h.tuple, h.transactionid, h.virtualxid, h.classid, h.objid, h.objsubid)
          IS NOT DISTINCT FROM
            (w.database, w.relation, w.page, w.tuple, w.transactionid, w.virtualxid, w.classid, w.objid, w.objsubid)
      JOIN locks x ON x.pid IS NULL AND x.locktype = 'transactionid' AND x.virtualtransaction = h.virtualtransaction
      JOIN pg_prepared_xacts p ON p.transaction = x.transactionid
    WHERE 0 = ANY (w.blockers)
  )`;

const isPrismaLock = (lock: string) =>
  `${lock}.locktype = 'advisory' AND ${lock}.classid = 0 AND ${lock}.objid = ${prismaLockKey} AND ${lock}.objsubid = 1`;

/** Names are taken from the catalog only for the database that the session is in. */
const nameOf = (lock: string) =>
  `CASE WHEN ${lock}.database = (SELECT oid FROM pg_database WHERE datname = current_database()) THEN ${lock}.relation::regclass::text END`;

/** A row's waiter waits for the transaction that changed it, and holds a lock on the row's place meanwhile. */
const rowOf = `(SELECT ${nameOf('t')} FROM locks t WHERE t.pid = w.pid AND t.locktype = 'tuple' AND t.granted LIMIT 1)`;

const waits = listOf(
  `DISTINCT ON (w.head) w.head AS pid, w.mode, ${ms('w.began')} AS ms, w.locktype,
    coalesce(${nameOf('w')}, ${rowOf}) AS name, (${isPrismaLock('w')}) AS "prismaLock"`,
  'FROM waiting w ORDER BY w.head, w.began NULLS LAST',
);

/** What `pg_signal_backend` would say; a superuser's session only a superuser may end. */
export const mayEnd = `coalesce((SELECT CASE WHEN r.rolsuper THEN me.rolsuper
      ELSE pg_has_role(r.oid, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE') END
    FROM pg_roles r, pg_roles me WHERE r.oid = a.usesysid AND me.rolname = current_user), false)`;

const part = `CASE WHEN a.application_name LIKE 'godwit%' THEN 'godwit'
    WHEN EXISTS (SELECT FROM locks m WHERE m.pid = a.pid AND m.granted AND ${isPrismaLock('m')}
      AND m.database = a.datid) THEN 'migration' ELSE 'app' END`;

const session = `a.pid, ${micros('a.backend_start')} AS "backendStart", ${micros('a.xact_start')} AS "transactionStart",
    nullif(a.application_name, '') AS application, a.usename AS "user", a.backend_type AS process, a.state,
    ${ms('a.state_change')} AS "stateMs", ${ms('a.xact_start')} AS "transactionMs", ${ms('a.backend_start')} AS "sessionMs",
    nullif(nullif(left(a.query, ${statementLength}), ''), '<insufficient privilege>') AS statement,
    ${mayEnd} AS "mayEnd", ${part} AS part`;

const idle = `a.datname = current_database() AND a.backend_type = 'client backend' AND a.state LIKE 'idle in transaction%'`;

/** One row, one round trip: who waits, who blocks them, who is idle in a transaction, and how many cannot be seen. */
export const locksQuery = `WITH ${parts}
SELECT (SELECT count(DISTINCT head) FROM queue)::int AS waiting,
  ${waits} AS waits,
  ${listOf('head AS pid, blocker', 'FROM edges')} AS edges,
  ${listOf(`head AS pid, gid, owner AS "user", ${ms('prepared')} AS "preparedMs"`, 'FROM prepared')} AS prepared,
  ${listOf(session, 'FROM activity a WHERE a.pid IN (SELECT head FROM waiting UNION SELECT blocker FROM edges)')} AS sessions,
  ${listOf(session, `FROM activity a WHERE ${idle} ORDER BY a.xact_start LIMIT ${mostIdle}`)} AS idle,
  (SELECT count(*)::int FROM activity a WHERE ${idle}) AS "idleCount",
  (SELECT ${ms('min(a.xact_start)')} FROM activity a WHERE ${idle}) AS "idleMs",
  (SELECT count(*)::int FROM activity a WHERE a.datname = current_database() AND a.query = '<insufficient privilege>') AS hidden`;
