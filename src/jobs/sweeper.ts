import { after, type EpochMs } from '../lib/time.ts';
import type { Log } from '../ports/log.ts';
import type { OldRows } from '../ports/store.ts';
import { singleFlight } from './single-flight.ts';

const dayMs = 24 * 60 * 60_000;
/** Slack redelivers for an hour; an answer in a channel is not drawn again after a month. */
const answersKeptMs = 30 * dayMs;
/** The logs of ended runs; what the runs were and how they ended stays. */
const logsKeptMs = 365 * dayMs;

export interface Swept {
  readonly store: OldRows;
  readonly log: Log;
  readonly now: () => EpochMs;
  readonly everyMs?: number;
}

/** Removes rows by age, soon after the start and then every hour. Any number may run. */
export function startSweeper({ store, log, now, everyMs = 60 * 60_000 }: Swept): AsyncDisposable {
  const sweep = singleFlight(
    async () => {
      const at = now();
      const gone = await store.sweep({ answersBefore: after(at, -answersKeptMs), logsBefore: after(at, -logsKeptMs) });
      if (gone.inquiries + gone.deliveries + gone.logs > 0) log.info({ ...gone }, 'old rows were removed');
    },
    (error) => log.warn({ error }, 'removing old rows was interrupted'),
  );
  const timer = setInterval(sweep, everyMs).unref();
  const first = sweep();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await first;
    },
  };
}
