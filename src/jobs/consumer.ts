import { isDeepStrictEqual } from 'node:util';
import { DelayedError, type Job, Worker } from 'bullmq';
import { type EpochMs, epochMs } from '../lib/time.ts';
import { HeldByNewer } from '../ports/held-by-newer.ts';
import type { Log } from '../ports/log.ts';
import type { OutboxWork, Store } from '../ports/store.ts';
import { backoff } from './job-options.ts';
import { readPayload } from './payload.ts';
import { limits, type QueueName } from './queue-names.ts';
import type { Queues } from './queues.ts';
import { recordUnknownJob } from './record-unknown-job.ts';
import { TryLater } from './try-later.ts';

/** What a consumer works with. */
export interface Consumed {
  readonly queues: Queues;
  readonly store: Pick<Store, 'outboxWork' | 'finishOutbox' | 'returnOutbox' | 'perform'>;
  readonly log: Log;
  readonly queue: QueueName;
  readonly concurrency: number;
  /** May run twice for the same work and notices. `signal` is aborted when the process is asked to end. */
  readonly handle: (work: OutboxWork, signal: AbortSignal) => Promise<void>;
  /** When a job is recorded that nobody knows of; the machine's clock by default. */
  readonly now?: () => EpochMs;
  /** In place of the queue's own limit; for tests. */
  readonly limit?: { readonly max: number; readonly duration: number };
  /** For so long a dead worker's job counts as taken; a living one says so twice in that time. */
  readonly lockMs?: number;
  /** How long an ending process waits for handlers whose signal was aborted. */
  readonly closeWithinMs?: number;
}

/**
 * Takes jobs of one queue; to be disposed before the queues. A row of the outbox is finished only after its handler
 * ended well, so whatever happens in between brings the work back: by BullMQ's own attempts, or by the relay that finds
 * the row without a job.
 */
export async function consume(options: Consumed): Promise<AsyncDisposable> {
  const { queues, queue, log, lockMs = 15_000 } = options;
  const ending = new AbortController();
  const active = new Set<Promise<void>>();
  const limiter = options.limit ?? limits[queue];
  const perform = (job: Job): Promise<void> => {
    const taken = takeJob(options, worker, job, ending.signal).finally(() => active.delete(taken));
    active.add(taken);
    return taken;
  };
  const worker: Worker = new Worker(queue, perform, {
    connection: queues.redis,
    prefix: queues.prefix,
    concurrency: options.concurrency,
    settings: { backoffStrategy: backoff },
    lockDuration: lockMs,
    stalledInterval: Math.ceil((lockMs * 2) / 3),
    // A job whose worker died is not simply run again where it changes hosts: the run's row says how to go on.
    maxStalledCount: queue === 'remote' ? 0 : 1,
    ...(limiter === null ? {} : { limiter }),
  });
  worker.on('error', (cause) => log.warn({ queue, cause: cause.message }, 'a worker is in trouble'));
  worker.on('stalled', (id) => log.warn({ queue, id }, 'a job lost its worker'));
  await worker.waitUntilReady();
  return {
    [Symbol.asyncDispose]: async () => {
      ending.abort(new Error('the process is ending'));
      await worker.pause(true);
      const ended = await within(Promise.allSettled(active), options.closeWithinMs ?? 10_000);
      // BullMQ's close waits without limit for handlers, and for a Redis that may be away.
      await within(worker.close(!ended), 2_000);
    },
  };
}

async function takeJob(
  { handle, store, log, queue, now = wallClock }: Consumed,
  worker: Worker,
  job: Job,
  signal: AbortSignal,
) {
  try {
    const { id, work } = await readOr(job.data, () => recordUnknownJob({ store, queue }, null, now()));
    const written = await store.outboxWork(id);
    if (work === null || isForged(work, written)) {
      log.warn({ queue, id, work }, 'a job was left: the outbox does not say it');
      return await recordUnknownJob({ store, queue }, work, now());
    }
    await handle(work, signal);
    if (written !== null) await store.finishOutbox(id);
  } catch (error) {
    if (signal.aborted && job.id !== undefined) return giveBack({ store, log, queue }, job.id, error);
    if (error instanceof HeldByNewer) return await leaveToNewer(job);
    if (error instanceof TryLater) {
      log.info({ queue, id: job.id, afterMs: error.afterMs }, 'a queue rests');
      await worker.rateLimit(error.afterMs);
      throw Worker.RateLimitError();
    }
    log.error({ queue, id: job.id, job: job.name, attempt: job.attemptsMade + 1, error }, 'a job ended badly');
    throw error;
  }
}

/** Among whatever a newer version shares the queue with, chance decides who takes a job; this costs it no attempt. */
async function leaveToNewer(job: Job): Promise<never> {
  await job.moveToDelayed(Date.now() + offerAgainAfterMs(job), job.token);
  throw new DelayedError();
}

/** A second, doubled each time: where the newer version is gone again, it must not use up its queue's limit. */
const offerAgainAfterMs = ({ attemptsStarted }: Job): number =>
  Math.min(60_000, 500 * 2 ** Math.min(attemptsStarted, 10));

/** What cannot be read is a bug, or was written by somebody else: it ends badly, and is recorded. */
async function readOr(data: unknown, unreadable: () => Promise<void>): Promise<ReturnType<typeof readPayload>> {
  try {
    return readPayload(data);
  } catch (error) {
    await unreadable();
    throw error;
  }
}

const wallClock = (): EpochMs => epochMs(Date.now());

/**
 * Whoever writes to Redis must not set off what nobody committed, also not what was done before. A drawing without its
 * row may be one that another was merged into; it shows only what the tables say.
 */
function isForged(work: OutboxWork, written: OutboxWork | null): boolean {
  return written === null ? work.kind === 'job' : !isDeepStrictEqual(work, written);
}

/** An ending process may still be handed a job, or have to leave one: its row is offered to the others at once. */
async function giveBack({ store, log, queue }: Pick<Consumed, 'store' | 'log' | 'queue'>, id: string, error: unknown) {
  log.info({ queue, id, error }, 'a job is left to another process');
  await store.returnOutbox([id]);
}

/** Whether the promise ended in time. */
async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const inTime = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
