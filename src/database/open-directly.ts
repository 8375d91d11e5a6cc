import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import type { Secret } from '../lib/secret.ts';
import { SqlError, type TargetSql } from '../ports/target.ts';
import { negotiateTls } from './negotiate-tls.ts';
import { type DatabaseAddress, parseDatabaseUrl } from './parse-url.ts';
import { openSql } from './sql-session.ts';

export type OpenedDirectly =
  | { readonly kind: 'open'; readonly sql: TargetSql; readonly address: DatabaseAddress }
  /** A clause for a person; never a word of the URL but host, port, user and database. */
  | { readonly kind: 'unusable'; readonly why: string };

/** The longest that it may take from the first packet to the login. */
const patienceMs = 5_000;

/**
 * A session from this machine to where a Prisma URL leads: its encryption, its certificate file (from the working
 * directory), its socket. Asks for nothing on logging in that a pooler would refuse.
 */
export async function openDirectly(url: Secret): Promise<OpenedDirectly> {
  const address = parseDatabaseUrl(url);
  if (address === null) return unusable('it is not a postgresql:// URL');
  const ca = await certificateOf(url);
  if (ca !== null && typeof ca === 'object') return unusable(ca.why);
  const socket = net.connect(placeOf(address));
  const patience = new AbortController();
  const late = setTimeout(() => {
    patience.abort();
    socket.destroy();
  }, patienceMs);
  socket.on('error', () => undefined); // whoever waits on it is told
  try {
    await once(socket, 'connect', { signal: patience.signal });
    socket.setNoDelay(true);
    const sql = await openSql(await negotiateTls(socket, address, ca), address, 'godwit-review');
    return { kind: 'open', sql, address };
  } catch (error) {
    socket.destroy();
    return unusable(patience.signal.aborted ? `${named(address)} gives no answer within 5 s` : whyNot(error, address));
  } finally {
    clearTimeout(late);
  }
}

const unusable = (why: string): OpenedDirectly => ({ kind: 'unusable', why });

const named = ({ identity: { host, port } }: DatabaseAddress) => `${host}:${port}`;

function placeOf({ identity: { host, port } }: DatabaseAddress): net.NetConnectOpts {
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
}

/** The certificates that the URL names, as Prisma and libpq name them; null where it names none. */
async function certificateOf(url: Secret): Promise<string | null | { readonly why: string }> {
  const { searchParams } = new URL(url.reveal().trim());
  const file = searchParams.get('sslrootcert') || (searchParams.get('sslkey') ? null : searchParams.get('sslcert'));
  if (!file || file === 'system') return null;
  const text = await readFile(file, 'utf8').catch(() => null);
  return text ?? { why: `the certificate file ${file} of the URL could not be read` };
}

const systemWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at',
  ENOENT: 'there is no socket at',
  ENOTFOUND: 'there is no such host:',
  EAI_AGAIN: 'there is no such host:',
  EHOSTUNREACH: 'no way leads to',
  ENETUNREACH: 'no way leads to',
};

function whyNot(error: unknown, address: DatabaseAddress): string {
  if (error instanceof SqlError) return `${named(address)} refuses the login: ${error.message}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words = systemWords[code];
  return words === undefined ? `${named(address)}: ${rootOf(error)}` : `${words} ${named(address)}`;
}

/** The innermost cause says what happened. */
function rootOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : rootOf(error.cause);
}
