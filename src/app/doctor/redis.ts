import { Redis } from 'ioredis';
import { notWell, type OwnCheck, well } from './check.ts';

/** Redis: there, and of a kind that throws no job away. */
export const redis: OwnCheck = {
  name: 'redis',
  look: async ({ settings }) => {
    const client = new Redis(settings.redisUrl.reveal(), {
      lazyConnect: true,
      connectTimeout: 5_000,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
    });
    const heard: string[] = [];
    client.on('error', ({ message }: Error) => heard.push(message));
    try {
      await client.connect();
      const policy = /^maxmemory_policy:(\S+)/m.exec(await client.info('memory'))?.[1] ?? 'unknown';
      if (policy === 'noeviction') return well('answers, and evicts nothing');
      return notWell(`evicts jobs when memory is short: set maxmemory-policy to noeviction (it is ${policy})`);
    } catch (error) {
      return notWell(heard[0] ?? (error instanceof Error ? error.message : String(error)));
    } finally {
      client.disconnect();
    }
  },
};
