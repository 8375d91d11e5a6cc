import type { JobsOptions } from 'bullmq';
import type { OutboxRow } from '../ports/store.ts';
import { attempts, queueOf } from './queue-names.ts';

/** Finished jobs stay an hour to be looked at; failed ones go at once, because the outbox row is what lasts. */
const keep = { removeOnComplete: { age: 3_600, count: 1_000 }, removeOnFail: true } as const;

/**
 * The job's id is the offer's, so adding twice adds once. Drawings of one message are merged: while one waits no other
 * is needed, since it draws what is true by then; while one is under way, one more follows it.
 */
export function payloadOptions(row: OutboxRow): JobsOptions {
  const options = { ...keep, jobId: row.id, attempts: attempts[queueOf(row.work)], backoff: { type: 'custom' } };
  if (row.work.kind === 'job') return options;
  const drawing = { ...options, deduplication: { id: row.work.key, keepLastIfActive: true } };
  return row.work.urgency === 'file' ? { ...drawing, delay: fileDelayMs } : drawing;
}

/** A file is wanted together with the message in whose thread it is to stand, and needs that one's place. */
const fileDelayMs = 250;

const longestWaitMs = 60_000;

/** Milliseconds until the next try: half a second, doubled each time, at most a minute. */
export const backoff = (attemptsMade: number): number => Math.min(longestWaitMs, 250 * 2 ** Math.min(attemptsMade, 20));
