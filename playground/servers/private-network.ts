import path from 'node:path';
import { openPlaygroundDirectory } from './playground-directory.ts';
import { type PrivatePostgres, startPostgres } from './postgres.ts';
import { type PrivateRedis, startRedis } from './redis.ts';
import { makeKey } from './ssh-keys.ts';
import { type PrivateSshd, startSshd } from './sshd.ts';

export interface PrivateNetwork extends AsyncDisposable {
  readonly directory: string;
  readonly postgres: PrivatePostgres;
  readonly redis: PrivateRedis;
  /** One sshd for each name asked for, all with the same user key and each with a host key of its own. */
  readonly sshHosts: ReadonlyMap<string, PrivateSshd>;
}

/**
 * Starts PostgreSQL, Redis and sshd on free loopback ports in one temporary directory; nothing of it outlives
 * this process (see `openPlaygroundDirectory`). Takes about a second.
 */
export async function startPrivateNetwork(sshHosts: readonly string[] = ['host']): Promise<PrivateNetwork> {
  const playground = await openPlaygroundDirectory();
  try {
    const [postgres, redis, sshds] = await Promise.all([
      startPostgres({ directory: path.join(playground.path, 'postgres') }),
      startRedis({ directory: path.join(playground.path, 'redis') }),
      startSshds(playground.path, sshHosts),
    ]);
    const network = { directory: playground.path, postgres, redis, sshHosts: new Map(sshds) };
    return { ...network, [Symbol.asyncDispose]: async () => playground.remove() };
  } catch (error) {
    playground.remove();
    throw error;
  }
}

async function startSshds(playground: string, names: readonly string[]): Promise<[string, PrivateSshd][]> {
  const userKey = await makeKey(playground, 'user_ed25519');
  const start = (name: string) => startSshd({ directory: path.join(playground, `ssh-${name}`), playground, userKey });
  return Promise.all(names.map(async (name): Promise<[string, PrivateSshd]> => [name, await start(name)]));
}
