import { once } from 'node:events';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { trouble } from '../domain/trouble.ts';
import { RemoteOutage } from '../ports/remote.ts';
import { moreOrEnd } from './more-or-end.ts';
import type { DatabaseAddress } from './parse-url.ts';

/** Who opens the session destroys the stream when it takes too long. */
const never = new AbortController().signal;
/** PostgreSQL's SSLRequest: length 8, code 80877103. */
const request = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Agrees with the server on encryption, before anything else is said: `prefer` takes what the server has, `require`
 * insists, `verify-ca` and `verify-full` check the certificate too. (pg knows no `prefer`, and libpq's `require` checks
 * no certificate while pg's does.) Throws when the server does not offer what is insisted on.
 */
export async function negotiateTls(stream: Duplex, address: DatabaseAddress, ca: string | null): Promise<Duplex> {
  if (address.tls === 'disable' || address.identity.host.startsWith('/')) return stream;
  stream.write(request);
  if ((await firstByte(stream)) === 'S') return encrypted(stream, address, ca);
  if (address.tls === 'prefer') return stream;
  throw new Error(`the server offers no encryption, and the URL says sslmode=${address.tls}`);
}

async function firstByte(stream: Duplex): Promise<string> {
  for (;;) {
    const byte: unknown = stream.read(1);
    if (Buffer.isBuffer(byte)) return byte.toString('latin1');
    if (stream.readableEnded || stream.destroyed) {
      throw new RemoteOutage(trouble('connection-lost', 'The connection ended before the server said anything.'));
    }
    await moreOrEnd(stream, never);
  }
}

async function encrypted(stream: Duplex, { tls: mode, identity }: DatabaseAddress, ca: string | null): Promise<Duplex> {
  const secure = tls.connect({
    socket: stream,
    rejectUnauthorized: mode === 'verify-ca' || mode === 'verify-full',
    ...(ca === null ? {} : { ca }),
    ...(net.isIP(identity.host) === 0 ? { servername: identity.host } : {}),
    ...(mode === 'verify-full' ? { host: identity.host } : { checkServerIdentity: () => undefined }),
  });
  await once(secure, 'secureConnect');
  return secure;
}
