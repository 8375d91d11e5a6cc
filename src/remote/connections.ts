import type { Client } from 'ssh2';

/** OpenSSH allows ten sessions a connection; two are left for ending commands that ran too long. */
const usualLimit = 8;
/** Followers and bridges hold their sessions for long: short commands must not wait for them for ever. */
const mostConnections = 4;

/** Sessions above the limit, for ending commands while everything is in use. */
const spare = 2;

/** A forwarded TCP connection does not count as a session. `urgent` is a session that must not wait for others. */
export type Use = 'session' | 'urgent' | 'forward';

export interface Connection {
  readonly client: Client;
  sessions: number;
  forwards: number;
  /** How many sessions it may carry. */
  limit: number;
  idle: NodeJS.Timeout | null;
}

export interface Connections {
  /** Waits for a free place; opens a further connection when all are full. */
  readonly take: (use: Use) => Promise<Connection>;
  readonly release: (connection: Connection, use: Use) => void;
  readonly close: () => void;
}

/** The connections to one address. long: its parts share the set, the waiting line and the opening one. */
export function connectionsTo(connect: () => Promise<Client>, idleMs: number): Connections {
  const open = new Set<Connection>();
  const waiting: (() => void)[] = [];
  let opening: Promise<void> | null = null;
  let closed = false;

  const wake = () => {
    for (const resume of waiting.splice(0)) resume();
  };
  const add = (client: Client) => {
    const connection: Connection = { client, sessions: 0, forwards: 0, limit: usualLimit, idle: null };
    open.add(connection);
    client.once('close', () => {
      open.delete(connection);
      wake();
    });
    if (closed) client.destroy();
  };
  const openOne = () => {
    opening ??= connect()
      .then(add)
      .finally(() => {
        opening = null;
      });
    return opening;
  };

  return {
    take: async (use) => {
      for (;;) {
        if (closed) throw new Error('taking a connection: they are closed for good');
        const free = [...open].find((one) => hasPlace(one, use));
        if (free) return taken(free, use);
        if (opening !== null || open.size < mostConnections) await openOne();
        else await new Promise<void>((resume) => waiting.push(resume));
      }
    },
    release: (connection, use) => {
      connection[use === 'forward' ? 'forwards' : 'sessions'] -= 1;
      if (connection.sessions + connection.forwards === 0) closeWhenIdle(connection, idleMs);
      wake();
    },
    close: () => {
      closed = true;
      for (const { client } of open) client.end();
      wake();
    },
  };
}

function hasPlace({ sessions, limit }: Connection, use: Use): boolean {
  return use === 'forward' || sessions < limit + (use === 'urgent' ? spare : 0);
}

function taken(connection: Connection, use: Use): Connection {
  connection[use === 'forward' ? 'forwards' : 'sessions'] += 1;
  if (connection.idle !== null) clearTimeout(connection.idle);
  connection.idle = null;
  return connection;
}

function closeWhenIdle(connection: Connection, idleMs: number): void {
  connection.idle = setTimeout(() => connection.client.end(), idleMs).unref();
}
