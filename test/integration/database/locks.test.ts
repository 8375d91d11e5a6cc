import { expect, onTestFinished, test } from 'vitest';
import { createLogin, execute } from '../../../playground/servers/postgres.ts';
import { endSession, transactionStands } from '../../../src/database/locks/end-session.ts';
import { readLocks } from '../../../src/database/locks/read-locks.ts';
import { lockTree } from '../../../src/domain/lock-tree.ts';
import type { LockSnapshot, SessionSeen } from '../../../src/domain/locks.ts';
import { markOf } from '../../../src/domain/locks-report.ts';
import type { TargetSql } from '../../../src/ports/target.ts';
import { freshDatabase } from '../../support/databases.ts';
import { lockSessions } from '../../support/lock-sessions.ts';

/** A database with a table of one row, sessions on it, and one that looks. */
async function grounds(lookAs: (url: string) => Promise<string> = async (url) => url) {
  const url = await freshDatabase('locks');
  await execute(url, 'CREATE TABLE "Order" (id int PRIMARY KEY, note text); INSERT INTO "Order" VALUES (1), (2)');
  const sessions = lockSessions(url);
  onTestFinished(() => sessions[Symbol.asyncDispose]());
  const asWho = await lookAs(url);
  const sql: TargetSql = {
    query: async (text, values) => execute(asWho, text, values) as never,
    [Symbol.asyncDispose]: async () => undefined,
  };
  return { url, sessions, sql };
}

const seen = ({ holders }: LockSnapshot, pid: number): SessionSeen => {
  const who = holders.find(({ id }) => id === String(pid))?.who;
  if (who?.kind !== 'session') throw new Error(`session ${pid} was not seen`);
  return who;
};
const shapeOf = (snapshot: LockSnapshot) =>
  lockTree(snapshot).nodes.map(({ id, depth, behind }) => [id, depth, behind]);

test('three deep: who waits behind whom, for what and since when, without literals', async () => {
  const { sessions, sql } = await grounds();
  const [worker, migrator, reader] = await Promise.all([
    sessions.open('app-worker'),
    sessions.open('console'),
    sessions.open('app'),
  ]);
  await worker.query(`BEGIN; UPDATE "Order" SET note = 'for Ana' WHERE id = 1`);
  await migrator.heldUp('ALTER TABLE "Order" ADD COLUMN extra text');
  await reader.heldUp(`SELECT * FROM "Order" WHERE note = 'secret'`);
  const locks = await readLocks(sql);
  expect(locks.waiting).toBe(2);
  expect(shapeOf(locks)).toEqual([
    [String(worker.pid), 0, 2],
    [String(migrator.pid), 1, 1],
    [String(reader.pid), 2, 0],
  ]);
  expect(seen(locks, worker.pid)).toMatchObject({
    application: 'app-worker',
    state: 'idle in transaction',
    process: 'client backend',
    statement: 'BEGIN; UPDATE "Order" SET note = ? WHERE id = ?',
    mayEnd: true,
    part: 'app',
  });
  expect(locks.holders.find(({ id }) => id === String(migrator.pid))?.wait).toMatchObject({
    on: 'relation',
    name: '"Order"',
    mode: 'AccessExclusive',
    ms: expect.any(Number),
  });
  expect(locks.idle).toMatchObject({ count: 1, oldest: [{ pid: worker.pid }] });
  expect(JSON.stringify(locks)).not.toMatch(/Ana|secret/);
});

test('rows, snapshots, advisory locks and the lock of Prisma are told apart', async () => {
  const { sessions, sql } = await grounds();
  const holder = await sessions.open('holder');
  await holder.query('BEGIN');
  await holder.query(`UPDATE "Order" SET note = 'x' WHERE id = 1`);
  await holder.query('SELECT pg_advisory_lock(72707369), pg_advisory_lock(7)');
  const statements = {
    row: `DELETE FROM "Order" WHERE id = 1`,
    snapshot: 'CREATE INDEX CONCURRENTLY ON "Order" (note)',
    'prisma-lock': 'SELECT pg_advisory_lock(72707369)',
    advisory: 'SELECT pg_advisory_lock(7)',
  };
  for (const [on, statement] of Object.entries(statements)) {
    const session = await sessions.open(on);
    await session.heldUp(statement);
  }
  const locks = await readLocks(sql);
  const found = locks.holders.flatMap(({ who, wait }) =>
    wait === null ? [] : [[who.kind === 'session' && who.application, wait.on]],
  );
  expect(Object.fromEntries(found)).toEqual({
    row: 'row',
    snapshot: 'snapshot',
    'prisma-lock': 'prisma-lock',
    advisory: 'advisory',
  });
  expect(seen(locks, holder.pid).part).toBe('migration');
});

test('a prepared transaction is named, of several the one that is in the way', async () => {
  const { sessions, sql, url } = await grounds();
  const session = await sessions.open('two-phases');
  const prepare = async (name: string, statement: string) =>
    session.query(`BEGIN; ${statement}; PREPARE TRANSACTION '${name}'`);
  await execute(url, 'CREATE TABLE other (id int)');
  await prepare(`away ${session.pid}`, 'INSERT INTO other VALUES (1)');
  await prepare(`in-the-way ${session.pid}`, `UPDATE "Order" SET note = 'x' WHERE id = 1`);
  onTestFinished(async () => {
    for (const name of ['away', 'in-the-way']) await execute(url, `ROLLBACK PREPARED '${name} ${session.pid}'`);
  });
  const waiter = await sessions.open('waiter');
  await waiter.heldUp('BEGIN; LOCK TABLE "Order"');
  const locks = await readLocks(sql);
  expect(shapeOf(locks)).toEqual([
    [`prepared:in-the-way ${session.pid}`, 0, 1],
    [String(waiter.pid), 1, 0],
  ]);
  expect(locks.holders.find(({ id }) => id.startsWith('prepared:'))?.who).toMatchObject({
    kind: 'prepared',
    user: 'godwit',
  });
});

test('parallel workers count as the session that they work for', async () => {
  const { sessions, sql, url } = await grounds();
  await execute(url, 'CREATE TABLE big AS SELECT g AS id, 0 AS n FROM generate_series(1, 20000) g; ANALYZE big');
  await execute(
    url,
    'CREATE FUNCTION waits(id int) RETURNS int LANGUAGE plpgsql PARALLEL SAFE AS $$ BEGIN IF id = 1 THEN PERFORM pg_advisory_xact_lock_shared(9); END IF; RETURN id; END $$',
  );
  const holder = await sessions.open('holder');
  await holder.query('SELECT pg_advisory_lock(9)');
  const leader = await sessions.open('report');
  await leader.query(
    'SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET parallel_leader_participation = off',
  );
  const held = leader.query('SELECT count(waits(id)) FROM big').catch(() => undefined);
  await expect
    .poll(async () => shapeOf(await readLocks(sql)), { timeout: 30_000 })
    .toEqual([
      [String(holder.pid), 0, 1],
      [String(leader.pid), 1, 0],
    ]);
  await holder.query('SELECT pg_advisory_unlock(9)');
  await held;
});

test('a login without pg_monitor is told how many it cannot see, and may not end them', async () => {
  const { sessions, sql } = await grounds(createLogin);
  const worker = await sessions.open('app-worker');
  await worker.query('BEGIN; LOCK TABLE "Order"');
  const waiter = await sessions.open('app');
  await waiter.heldUp('SELECT * FROM "Order"');
  const locks = await readLocks(sql);
  expect(shapeOf(locks)).toEqual([
    [String(worker.pid), 0, 1],
    [String(waiter.pid), 1, 0],
  ]);
  expect(seen(locks, worker.pid)).toMatchObject({ state: null, statement: null, backendStart: null, mayEnd: false });
  expect(locks.hidden).toBeGreaterThanOrEqual(2);
  expect(markOf(seen(locks, worker.pid))).toBeNull();
});

test('only the very session in the very transaction is cancelled or ended', async () => {
  const { sessions, sql } = await grounds();
  const worker = await sessions.open('app-worker');
  await worker.query('BEGIN; LOCK TABLE "Order"');
  const waiter = await sessions.open('app');
  const held = await waiter.heldUp('SELECT * FROM "Order"');
  const locks = await readLocks(sql);
  const [first, second] = [markOf(seen(locks, worker.pid)), markOf(seen(locks, waiter.pid))];
  if (first === null || second === null) throw new Error('the sessions were not seen whole');
  expect(await endSession(sql, { ...first, backendStart: '1.000000' }, 'end')).toBe('gone');
  expect(await endSession(sql, { ...first, transactionStart: '1.000000' }, 'end')).toBe('gone');
  expect(await endSession(sql, { ...first, transactionStart: null }, 'end')).toBe('gone');
  expect(await endSession(sql, second, 'cancel')).toBe('sent');
  expect(await held.ended).toBe('57014');
  expect(await transactionStands(sql, first)).toBe(true);
  expect(await endSession(sql, first, 'end')).toBe('sent');
  await worker.over;
  expect(await transactionStands(sql, first)).toBe(false);
  expect(await endSession(sql, first, 'end')).toBe('gone');
});
