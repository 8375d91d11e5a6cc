import { mkdir } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { binary } from './binaries.ts';
import { onFreePort } from './free-port.ts';
import { type ServerProcess, startServer } from './server-process.ts';

export interface PrivateRedis extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Of the process that runs now; another one after `restart`. */
  pid(): number;
  /** Ends it with SIGKILL, as a crash would; the port stays free for `restart`. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty: it keeps nothing on disk. */
  restart(): Promise<void>;
  /** FLUSHALL. */
  flush(): Promise<void>;
}

/** Starts a Redis of its own that evicts nothing and saves nothing. */
export async function startRedis({ directory }: { readonly directory: string }): Promise<PrivateRedis> {
  await mkdir(directory, { recursive: true });
  const first = await onFreePort(async (port) => ({ port, server: await serve(directory, port) }));
  const { port } = first;
  let server = first.server;
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    pid: () => server.pid,
    kill: () => server.stop('SIGKILL'),
    restart: async () => {
      await server.stop('SIGKILL');
      server = await serve(directory, port);
    },
    flush: () => flushRedis(port),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** Empties the Redis on this loopback port. */
async function flushRedis(port: number): Promise<void> {
  const redis = new Redis({ host: '127.0.0.1', port, lazyConnect: true });
  try {
    await redis.connect();
    await redis.flushall();
  } finally {
    redis.disconnect();
  }
}

function serve(directory: string, port: number): Promise<ServerProcess> {
  const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  return startServer({
    name: 'redis',
    directory,
    argv: [binary('redis-server', 'redis-server'), '--port', String(port), '--dir', directory, ...settings],
    ready: /Ready to accept connections/,
    stopSignal: 'SIGKILL',
  });
}
