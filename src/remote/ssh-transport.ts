import type { Client, ClientChannel } from 'ssh2';
import { trouble } from '../domain/trouble.ts';
import { RemoteOutage } from '../ports/remote.ts';
import { type Connections, connectionsTo } from './connections.ts';
import { programLine } from './quote.ts';
import type { Channel, ChannelEnd, Transport } from './transport.ts';

export interface SshTransport extends Transport {
  readonly close: () => void;
}

/** One host by SSH, over connections that are shared, reopened after a drop, and closed when idle. */
export function sshTransport(name: string, connect: () => Promise<Client>, idleMs: number): SshTransport {
  const connections = connectionsTo(connect, idleMs);
  return {
    name,
    start: (program, parameters, use = 'session') =>
      startSession({ name, connections, use }, programLine(program, parameters)),
    tunnel: (host, port) => forward(name, connections, { host, port }),
    close: connections.close,
  };
}

interface Session {
  readonly name: string;
  readonly connections: Connections;
  readonly use: 'session' | 'urgent';
}

async function startSession({ name, connections, use }: Session, line: string): Promise<Channel> {
  for (let tries = 1; ; tries++) {
    const connection = await connections.take(use);
    try {
      return await openSession(connection.client, line, () => connections.release(connection, use));
    } catch (cause) {
      connections.release(connection, use);
      if (tries === mostTries || !isFull(cause)) throw lost(name, cause);
      connection.limit = Math.max(1, connection.sessions);
    }
  }
}

/** sshd refuses sessions above its MaxSessions. From then on the connection is given no more than it had at that time. */
const isFull = (cause: unknown): boolean => /open failure/i.test(String(cause));
const mostTries = 20;

/**
 * Listens from within the callback: exit code and end may stand in the same packet as the answer to the request, and
 * ssh2 tells them before a promise would have been settled.
 */
function openSession(client: Client, line: string, release: () => void): Promise<Channel> {
  return new Promise((resolve, reject) => {
    client.exec(line, (error, channel) => (error ? reject(error) : resolve(toChannel(channel, release))));
  });
}

function toChannel(channel: ClientChannel, release: () => void): Channel {
  const end: { code: number | null; signal: string | null } = { code: null, signal: null };
  channel.on('exit', (code: number | null, signal?: string) => Object.assign(end, { code, signal: signal ?? null }));
  const ended = new Promise<ChannelEnd>((resolve) => channel.once('close', () => resolve(end)));
  void ended.then(release);
  return {
    ...{ stdin: channel, stdout: channel, stderr: channel.stderr, ended },
    abandon: () => {
      // what is unread would hold back the end of the channel, and with it its place among the sessions
      channel.resume();
      channel.stderr.resume();
      channel.close();
    },
  };
}

async function forward(name: string, connections: Connections, to: { host: string; port: number }) {
  const connection = await connections.take('forward');
  const release = () => connections.release(connection, 'forward');
  try {
    return await openForward(connection.client, to, release);
  } catch (cause) {
    release();
    throw lost(`${to.host}:${to.port} from ${name}`, cause);
  }
}

function openForward(
  client: Client,
  { host, port }: { host: string; port: number },
  release: () => void,
): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, host, port, (error, stream) => {
      if (error) return reject(error);
      stream.once('close', release);
      resolve(stream);
    });
  });
}

function lost(what: string, cause: unknown): RemoteOutage {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new RemoteOutage(trouble('connection-lost', `No channel to ${what}: ${said}.`), { cause });
}
