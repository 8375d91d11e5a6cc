import pg from 'pg';

/** A session of its own on a database, whose statements may be held up. */
export interface LockSession {
  readonly pid: number;
  readonly query: (sql: string) => Promise<unknown>;
  /** Begins a statement that is held up, and resolves when it is: to what ends it, its error's code or null. */
  readonly heldUp: (sql: string) => Promise<{ readonly ended: Promise<string | null> }>;
  /** Settles when its connection is over. */
  readonly over: Promise<void>;
}

export interface LockSessions extends AsyncDisposable {
  readonly open: (application: string) => Promise<LockSession>;
}

/**
 * A row of `pg_locks` is of the session's own database: the server shows those of all, and databases that were copied
 * from one have tables with the same oid.
 */
export const ofThisDatabase = 'database = (SELECT oid FROM pg_database WHERE datname = current_database())';

/** Resolves once the query finds a row: the server looks, every 5 ms, for a minute at most. The session has that limit from now on. */
export async function untilFound(
  client: { readonly query: (sql: string) => Promise<unknown> },
  query: string,
): Promise<void> {
  await client.query(`SET statement_timeout = '60s'; DO $$ BEGIN
      WHILE NOT EXISTS (${query}) LOOP PERFORM pg_sleep(0.005); END LOOP;
    END $$`);
}

/** Sessions that hold each other up; all are ended with it. */
export function lockSessions(databaseUrl: string): LockSessions {
  const clients: pg.Client[] = [];
  const connect = async (application_name: string) => {
    const client = new pg.Client({ connectionString: databaseUrl, application_name });
    client.on('error', () => undefined);
    const over = new Promise<void>((end) => client.once('end', end));
    await client.connect();
    clients.push(client);
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return { client, over, pid: rows[0]?.pid ?? 0 };
  };
  let watcher: ReturnType<typeof connect> | null = null;
  const untilHeldUp = async (pid: number) => {
    watcher ??= connect('watcher');
    await untilFound((await watcher).client, `SELECT FROM pg_locks WHERE pid = ${pid} AND NOT granted`);
  };
  return {
    open: async (application) => {
      const { client, over, pid } = await connect(application);
      return {
        pid,
        over,
        query: (sql) => client.query(sql),
        heldUp: async (sql) => {
          const ended = client.query(sql).then(
            () => null,
            (error: { readonly code?: string }) => error.code ?? 'connection',
          );
          await untilHeldUp(pid);
          return { ended };
        },
      };
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
    },
  };
}
