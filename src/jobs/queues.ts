import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../ports/log.ts';
import type { OutboxRow } from '../ports/store.ts';
import { payloadOptions } from './job-options.ts';
import { workName } from './payload.ts';
import { type QueueName, queueNames, queueOf } from './queue-names.ts';

/** Every queue over one connection, which comes back by itself for as long as it takes. */
export interface Queues extends AsyncDisposable {
  readonly redis: Redis;
  readonly prefix: string;
  readonly queue: (name: QueueName) => Queue;
  /**
   * Puts an outbox row into its queue. `merged`: the same message waits there already and will be drawn as it is then,
   * or is just being drawn and will be once more.
   */
  readonly add: (row: OutboxRow) => Promise<'added' | 'merged'>;
  /** Whether a queue still has this offer of the row in hand. */
  readonly holds: (row: OutboxRow) => Promise<boolean>;
}

const reconnectAtMostMs = 2_000;
const inHand: ReadonlySet<string> = new Set(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

/** `prefix` keeps several Godwits on one Redis apart; on a cluster it needs braces, as in `{godwit}`. */
export function createQueues(options: {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly log: Log;
}): Queues {
  const { prefix, log } = options;
  const redis = new Redis(options.redisUrl, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 8), reconnectAtMostMs),
  });
  redis.on('error', (cause) => log.warn({ cause: cause.message }, 'the connection to redis is in trouble'));

  const opened = new Map(queueNames.map((name) => [name, openQueue(name)]));
  function openQueue(name: QueueName): Queue {
    const queue = new Queue(name, { connection: redis, prefix });
    queue.on('error', (cause) => log.warn({ queue: name, cause: cause.message }, 'a queue is in trouble'));
    return queue;
  }
  const queueNamed = (name: QueueName): Queue => {
    const queue = opened.get(name);
    if (queue === undefined) throw new Error(`looking for the queue ${name}: there is none`);
    return queue;
  };

  return {
    redis,
    prefix,
    queue: queueNamed,
    add: async (row) => {
      const job = await queueNamed(queueOf(row.work)).add(workName(row), row, payloadOptions(row));
      return job.id === row.id ? 'added' : 'merged';
    },
    holds: async (row) => inHand.has(await queueNamed(queueOf(row.work)).getJobState(row.id)),
    [Symbol.asyncDispose]: async () => {
      // Closing waits for answers that a lost Redis will not give.
      if (redis.status === 'ready') await Promise.all([...opened.values()].map((queue) => queue.close()));
      redis.disconnect();
    },
  };
}
