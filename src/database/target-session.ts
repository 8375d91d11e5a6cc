import type { Duplex } from 'node:stream';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { RemoteOutage } from '../ports/remote.ts';
import type { Opened, PrismaProject, TargetSession } from '../ports/target.ts';
import { SqlError } from '../ports/target.ts';
import { readHistory } from './history.ts';
import { negotiateTls } from './negotiate-tls.ts';
import type { DatabaseAddress } from './parse-url.ts';
import { poolerOf } from './pooler.ts';
import { openSql, type SessionName } from './sql-session.ts';

/** The longest that a server may take from its first byte to the login. */
const loginMs = 10_000;

/** What a session is made of, once a stream leads to the database. */
export interface Ingredients {
  readonly stream: Duplex;
  readonly address: DatabaseAddress;
  /** Certificates of the URL's own file; null: those that Node knows. */
  readonly ca: string | null;
  readonly project: PrismaProject;
  readonly sqlOf: TargetSession['sqlOf'];
  readonly name: SessionName;
}

/** Agrees on encryption and logs in; a server that says nothing for `patienceMs` is given up. */
export async function openSession(parts: Ingredients, patienceMs = loginMs): Promise<Opened<TargetSession>> {
  const { stream, address, project } = parts;
  stream.on('error', () => undefined); // whoever waits on it is told by pg
  const patience = new AbortController();
  const late = setTimeout(() => {
    patience.abort();
    stream.destroy();
  }, patienceMs);
  try {
    const sql = await openSql(await negotiateTls(stream, address, parts.ca), address, parts.name);
    const history = () => readHistory(sql, address.identity.schema);
    const { identity, tools } = address;
    const pooler = () => poolerOf(address, sql);
    return { kind: 'open', session: { ...sql, project, identity, tools, pooler, history, sqlOf: parts.sqlOf } };
  } catch (error) {
    stream.destroy();
    return { kind: 'trouble', trouble: patience.signal.aborted ? unreachable(silent) : refused(error), project };
  } finally {
    clearTimeout(late);
  }
}

/** The trouble of a database that could not be reached, with the cause as the server or the system words it. */
export function unreachable(cause: string): Trouble {
  return trouble('database-unreachable', 'No session could be opened with the database.', [
    { label: 'Cause', value: cause },
  ]);
}

/** There is no server to open a session with. */
export const accelerated: Trouble = trouble(
  'pooler',
  'The URL is one of Prisma Accelerate (`prisma://`), through which no session with the server can be opened.',
);

const silent = 'something answers there, but not as a PostgreSQL server does within 10 s';

const cutOff =
  'the connection ended before the login did; the exec prefix must pass standard input on, as `kubectl exec -i` does';

function refused(error: unknown): Trouble {
  if (error instanceof SqlError && /unsupported startup parameter/.test(error.message)) {
    return trouble('pooler', 'The URL leads to a connection pooler, which refuses what a direct connection takes.');
  }
  if (error instanceof SqlError) return unreachable([error.sqlState, error.message].filter(Boolean).join(': '));
  if (error instanceof RemoteOutage) return unreachable(cutOff);
  return unreachable(error instanceof Error ? error.message : 'unknown');
}
