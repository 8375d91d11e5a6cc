import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { execute } from '../../playground/servers/postgres.ts';

/** Every row of every table as text; what is stored as bytes as the text that it is. */
export async function tablesAsText(databaseUrl: string): Promise<Readonly<Record<string, string>>> {
  const names = await execute<{ name: string }>(
    databaseUrl,
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  );
  const tables = names.map(async ({ name }) => {
    const rows = await execute<{ row: string }>(databaseUrl, `SELECT to_jsonb(t)::text AS row FROM "${name}" t`);
    return [name, rows.map(({ row }) => row).join('\n')] as const;
  });
  const logs = await execute<{ bytes: Buffer }>(
    databaseUrl,
    `SELECT bytes FROM log_chunk ORDER BY run, step, "offset"`,
  );
  return {
    ...Object.fromEntries(await Promise.all(tables)),
    logs: Buffer.concat(logs.map(({ bytes }) => bytes)).toString(),
  };
}

/** Every key with what it holds. */
export async function redisAsText(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys('*');
    const values = keys.map(async (key) => [key, await contentOf(redis, key)]);
    return JSON.stringify(await Promise.all(values));
  } finally {
    redis.disconnect();
  }
}

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return null;
  }
}

/** Every file below the directory, by its path from there. */
export function filesAsText(directory: string, isLeftOut: (file: string) => boolean): Readonly<Record<string, string>> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => !isLeftOut(name) && statSync(path.join(directory, name), { throwIfNoEntry: false })?.isFile())
    .map((name) => [name, readFileSync(path.join(directory, name), 'latin1')]);
  return Object.fromEntries(files);
}

/** Remembers every command line that a process has while this watches. */
export function watchProcesses(): Disposable & { readonly seen: () => string } {
  const seen = new Set<string>();
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
      } catch {
        // it is gone
      }
    }
  };
  const timer = setInterval(look, 20);
  // Prisma itself hands the URL to its engine as an argument, on the host; whoever runs it there has that.
  const isPrismas = (line: string) => line.includes(' --datasource ');
  return {
    seen: () => [...seen].filter((line) => !isPrismas(line)).join('\n'),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
