import pg from 'pg';
import type { Log } from '../ports/log.ts';

const reconnectAfterMs = [100, 500, 2_000, 5_000] as const;

/**
 * Calls `nudge` for every notification on a channel, over a connection of its own that is opened again whenever it is
 * lost; after each new beginning it nudges once, for what was missed. Resolves once the first connection listens.
 * long: its parts share the connection and whether it was closed.
 */
export async function listen(
  { databaseUrl, log }: { readonly databaseUrl: string; readonly log: Log },
  channel: string,
  nudge: () => void,
): Promise<AsyncDisposable> {
  let closed = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | null = null;

  const begin = async (attempt: number): Promise<void> => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'godwit listener',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    next.on('error', (cause) => log.warn({ cause: cause.message }, 'the listening database connection was lost'));
    next.on('notification', () => nudge());
    next.once('end', () => again(0));
    try {
      await next.connect();
      await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      next.removeAllListeners('end');
      next.end().catch(() => undefined);
      if (attempt === 0) throw error;
      return again(attempt);
    }
    client = next;
    if (closed) await next.end();
    else if (attempt > 0) nudge();
  };

  const again = (attempt: number): void => {
    if (closed) return;
    const waitMs = reconnectAfterMs[Math.min(attempt, reconnectAfterMs.length - 1)];
    retry = setTimeout(() => void begin(attempt + 1), waitMs);
    retry.unref();
  };

  await begin(0);
  return {
    [Symbol.asyncDispose]: async () => {
      closed = true;
      if (retry !== null) clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
