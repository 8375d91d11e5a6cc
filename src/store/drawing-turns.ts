import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { turns } from '../lib/turns.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';

const askEveryMs = 200;
/** Longer than Slack may take to answer a call. */
const waitAtMostMs = 30_000;

const take = `SELECT pg_try_advisory_lock(hashtextextended('draw ' || $1, 0)) AS taken`;
const give = `SELECT pg_advisory_unlock(hashtextextended('draw ' || $1, 0))`;

/**
 * One drawing of a message at a time, in all processes: within this one they wait for each other, and across processes
 * at an advisory lock. All locks belong to one session of its own: a drawing waits for Slack, and must not keep
 * connections from those who wait for a commit. A process that dies gives its locks back with its session.
 */
export function drawingTurns({
  databaseUrl,
  log,
}: {
  readonly databaseUrl: string;
  readonly log: Log;
}): Pick<Store, 'whileDrawing'> & AsyncDisposable {
  const session = new pg.Pool({
    connectionString: databaseUrl,
    max: 1,
    // The locks live as long as the session does.
    idleTimeoutMillis: 0,
    application_name: 'godwit drawing',
    connectionTimeoutMillis: 10_000,
  });
  session.on('error', (cause) => log.warn({ cause: cause.message }, 'the session that orders drawings was lost'));
  const { take: inTurn } = turns();

  const drawAlone = async (key: string, draw: () => Promise<void>): Promise<void> => {
    await takeTurn(session, key);
    try {
      await draw();
    } finally {
      // Where the session is gone, so is the lock.
      await session.query(give, [key]).catch(() => undefined);
    }
  };
  return {
    whileDrawing: (key, draw) => inTurn(key, () => drawAlone(key, draw)),
    [Symbol.asyncDispose]: () => session.end(),
  };
}

async function takeTurn(session: pg.Pool, key: string): Promise<void> {
  for (const deadline = Date.now() + waitAtMostMs; ; ) {
    const { rows } = await session.query<{ taken: boolean }>(take, [key]);
    if (rows[0]?.taken === true) return;
    if (Date.now() > deadline) throw new Error(`drawing ${key}: another process has been drawing it for too long`);
    await pause(askEveryMs);
  }
}
