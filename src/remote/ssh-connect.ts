import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { NodeSSH } from 'node-ssh';
import type { Client } from 'ssh2';
import type { SshAddress } from '../domain/environment.ts';
import { trouble } from '../domain/trouble.ts';
import { RemoteOutage } from '../ports/remote.ts';
import { connectTrouble, isDroppedHandshake } from './connect-trouble.ts';
import { fingerprintOf, type HostKeyKind, hostKeyKinds, hostKeyMismatch } from './host-key.ts';
import type { SshTimes } from './options.ts';
import type { Credentials } from './ssh-login.ts';
import type { Transport } from './transport.ts';

/** One attempt's parts. `reach` makes the byte stream: a TCP connection, or a channel through the jump host. */
export interface Approach {
  readonly address: SshAddress;
  readonly credentials: Credentials;
  readonly reach: () => Promise<Duplex>;
  readonly times: SshTimes;
}

/**
 * Connects, checks the host key, logs in.
 * @throws RemoteOutage `host-unreachable`, `host-key-mismatch` or `login-refused`
 */
export async function connectSsh(approach: Approach): Promise<Client> {
  const seen: Seen = { refused: [], accepted: false };
  for (const kinds of hostKeyKinds) {
    try {
      return await attempt(approach, kinds, seen);
    } catch (error) {
      if (seen.accepted || seen.refused.length === 0) throw outage(approach.address, error);
      // Shown, but not the pinned one: the host may have it among its other keys. A kind it lacks ends the handshake.
    }
  }
  const [first = ''] = seen.refused;
  throw new RemoteOutage(hostKeyMismatch(approach.address.host, { pinned: approach.address.hostKey, shown: first }));
}

/** The host keys shown so far. */
interface Seen {
  readonly refused: string[];
  accepted: boolean;
}

/** Handshakes that sshd dropped are repeated after a random pause. */
async function attempt(approach: Approach, kinds: readonly HostKeyKind[] | null, seen: Seen): Promise<Client> {
  for (let tries = 1; ; tries++) {
    try {
      return await handshake(approach, kinds, seen);
    } catch (error) {
      if (tries === 6 || !isDroppedHandshake(error)) throw error;
      await pause(50 * 2 ** tries * (0.5 + Math.random()));
    }
  }
}

async function handshake(approach: Approach, kinds: readonly HostKeyKind[] | null, seen: Seen): Promise<Client> {
  const { address, credentials, times } = approach;
  const sock = await approach.reach();
  const ssh = new NodeSSH();
  try {
    await ssh.connect({
      ...{ sock, username: address.user, ...credentials },
      ...(kinds === null ? {} : { algorithms: { serverHostKey: [...kinds] } }),
      hostVerifier: (key: Buffer) => {
        const fingerprint = fingerprintOf(key);
        seen.accepted = fingerprint === address.hostKey;
        if (!seen.accepted) seen.refused.push(fingerprint);
        return seen.accepted;
      },
      readyTimeout: times.readyMs,
      keepaliveInterval: times.keepaliveMs,
      keepaliveCountMax: 3,
    });
    return clientOf(ssh);
  } catch (error) {
    sock.destroy();
    throw error;
  }
}

/** node-ssh drops its listener once connected; an `error` that nobody hears would end the process. `close` tells enough. */
function clientOf(ssh: NodeSSH): Client {
  const client = ssh.connection;
  if (client === null) throw new Error('Connection lost before handshake');
  client.on('error', () => undefined);
  return client;
}

/** A TCP connection without Nagle's delay, which would cost every command 40 ms. */
export function reachDirectly({ host, port }: SshAddress, times: SshTimes): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const late = setTimeout(() => socket.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })), times.readyMs);
    socket.once('error', reject);
    socket.once('close', () => clearTimeout(late));
    socket.once('connect', () => {
      clearTimeout(late);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** A channel through another host. That host being away is its own outage; this one's is told by its name. */
export async function reachThrough(jump: Transport, { host, port }: SshAddress): Promise<Duplex> {
  try {
    return await jump.tunnel(host, port);
  } catch (cause) {
    if (!(cause instanceof RemoteOutage) || cause.trouble.code !== 'connection-lost') throw cause;
    const message = `${host}:${port} cannot be reached through ${jump.name}.`;
    throw new RemoteOutage(trouble('host-unreachable', message), { cause });
  }
}

const outage = (address: SshAddress, error: unknown): RemoteOutage =>
  error instanceof RemoteOutage ? error : new RemoteOutage(connectTrouble(address, error), { cause: error });
