import type { EpochMs } from '../lib/time.ts';
import type { OutboxWork, Store } from '../ports/store.ts';
import type { QueueName } from './queue-names.ts';

/**
 * A job that the outbox does not say was left alone: somebody wrote to Redis, or Redis brought back what was done. It
 * stands in the audit chain, once a minute for each queue and kind of work. Null: the job could not even be read.
 */
export async function recordUnknownJob(
  { store, queue }: { readonly store: Pick<Store, 'perform'>; readonly queue: QueueName },
  work: OutboxWork | null,
  at: EpochMs,
): Promise<void> {
  const job = work?.kind === 'job' ? work.job.name : (work?.kind ?? null);
  const run = work?.kind === 'job' && 'run' in work.job ? work.job.run : null;
  await store.perform(`unknown-job/${queue}/${job}/${Math.floor(at / 60_000)}`, [
    {
      kind: 'record',
      entry: { at, actor: null, action: 'job.left', environment: null, run: null, detail: { queue, job, run } },
    },
  ]);
}
