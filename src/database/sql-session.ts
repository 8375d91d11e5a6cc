import type net from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { trouble } from '../domain/trouble.ts';
import { RemoteOutage } from '../ports/remote.ts';
import { SqlError, type TargetSql } from '../ports/target.ts';
import type { DatabaseAddress } from './parse-url.ts';

/**
 * In the first message, never by SET: behind a pooler that hands its connections around, a SET would stay behind on one
 * that the app gets next. A pooler refuses these (or is told to ignore them).
 */
const forLooking = '-c default_transaction_read_only=on -c statement_timeout=5000';

/** A session, with the process that answered the login. */
export interface LoggedIn extends TargetSql {
  /** Null: the server did not say. */
  readonly processId: number | null;
}

/** The driver keeps it for cancelling; its types leave it out. */
function processOf(client: pg.Client): number | null {
  const { processID } = client as pg.Client & { readonly processID?: number | null };
  return processID ?? null;
}

const goodbyeMs = 1_000;

/**
 * What a session is called in `pg_stat_activity`: one that is opened and left, one that waits for the next look, a
 * reviewer's, which sets its limits in its transaction and asks for none here, or one that makes a shadow database.
 */
export type SessionName = 'godwit' | 'godwit-looks' | 'godwit-review' | 'godwit-shadow';

const forLookingOnly: readonly SessionName[] = ['godwit', 'godwit-looks'];

/** Logs in over an open stream. For looking: read only, and no statement longer than 5 s. Throws `SqlError` when refused. */
export async function openSql(stream: Duplex, address: DatabaseAddress, name: SessionName): Promise<LoggedIn> {
  const client = new pg.Client({
    stream: () => asSocket(stream),
    user: address.user,
    password: address.password.reveal(),
    database: address.identity.database,
    host: address.identity.host,
    ssl: false, // agreed on before
    application_name: name,
    ...(forLookingOnly.includes(name) ? { options: forLooking } : {}),
  });
  client.on('error', () => stream.destroy()); // the next query says so; without a listener it would end the process
  await asSqlError(() => client.connect());
  return { ...sessionOf(client, stream), processId: processOf(client) };
}

function sessionOf(client: pg.Client, stream: Duplex): TargetSql {
  return {
    query: <Row extends Record<string, unknown>>(text: string, values?: readonly unknown[]) =>
      asSqlError(async () => {
        const answer = await client.query<Row>(text, values === undefined ? undefined : [...values]);
        return answer.rows;
      }),
    [Symbol.asyncDispose]: async () => {
      const late = setTimeout(() => stream.destroy(), goodbyeMs);
      await client.end().catch(() => undefined);
      clearTimeout(late);
      stream.destroy();
    },
  };
}

/** pg's errors in the port's words: what the server says is `SqlError` (its primary message alone), the rest is an outage. */
async function asSqlError<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof pg.DatabaseError) throw new SqlError(error.code ?? null, error.message, { cause: error });
    throw new RemoteOutage(trouble('connection-lost', 'The connection to the database was lost.'), { cause: error });
  }
}

/** What pg expects of a socket besides a stream's methods: this one is connected already. */
function asSocket(stream: Duplex): net.Socket {
  const nothing = () => stream;
  const connect = () => {
    queueMicrotask(() => stream.emit('connect'));
    return stream;
  };
  const socket: Duplex = Object.assign(stream, {
    connect,
    setNoDelay: nothing,
    setKeepAlive: nothing,
    ref: nothing,
    unref: nothing,
  });
  return socket as net.Socket;
}
