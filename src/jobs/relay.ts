import { after, type EpochMs } from '../lib/time.ts';
import type { Log } from '../ports/log.ts';
import type { OutboxRow, Store } from '../ports/store.ts';
import type { Queues } from './queues.ts';
import { singleFlight } from './single-flight.ts';

type Source = Pick<
  Store,
  | 'takeOutbox'
  | 'finishOutbox'
  | 'givenOutbox'
  | 'returnOutbox'
  | 'reofferOutbox'
  | 'onOutbox'
  | 'staleMessages'
  | 'redraw'
>;

export interface Relayed {
  readonly store: Source;
  readonly queues: Queues;
  readonly log: Log;
  readonly now: () => EpochMs;
  /** The net under the nudges. */
  readonly pollEveryMs?: number;
  /** A row given longer ago than this is looked for in its queue. */
  readonly missAfterMs?: number;
}

const rowsAtOnce = 100;

/**
 * Carries committed work from the outbox to the queues, nudged by each commit. Any number of relays may run.
 * Nothing depends on Redis remembering: when it was emptied, every row that is not done is offered again.
 */
export async function startRelay(options: Relayed): Promise<AsyncDisposable> {
  const { store, queues, log, pollEveryMs = 2_000, missAfterMs = 30_000 } = options;
  const onError = (error: unknown) => log.warn({ error }, 'relaying committed work was interrupted');
  const relay = singleFlight(() => relayAll(options), onError);
  const seek = singleFlight(() => seekLost(options, missAfterMs), onError);
  const heal = singleFlight(() => noticeEmptied(options), onError);
  const healAndRelay = () => heal().then(relay);

  const listening = await store.onOutbox(() => void relay());
  const onReady = () => void healAndRelay();
  queues.redis.on('ready', onReady);
  const timers = [setInterval(healAndRelay, pollEveryMs), setInterval(seek, missAfterMs / 2)];
  for (const timer of timers) timer.unref();
  void healAndRelay();
  return {
    [Symbol.asyncDispose]: async () => {
      for (const timer of timers) clearInterval(timer);
      queues.redis.off('ready', onReady);
      await listening[Symbol.asyncDispose]();
      if (isUp(queues)) await Promise.all([heal(), seek(), relay()]);
    },
  };
}

const isUp = ({ redis }: Queues) => redis.status === 'ready';

/** While Redis is away the rows stay where another relay can take them. */
async function relayAll({ store, queues, now }: Relayed): Promise<void> {
  while (isUp(queues)) {
    const rows = await store.takeOutbox(rowsAtOnce, now());
    await Promise.all(rows.map((row) => give(row, store, queues)));
    if (rows.length < rowsAtOnce) return;
  }
}

/** A merged drawing is done with: the row of the one that it was merged with stands for both. */
async function give(row: OutboxRow, store: Source, queues: Queues): Promise<void> {
  if ((await queues.add(row)) === 'merged') await store.finishOutbox(row.id);
}

/** Rows that a queue should have and has not: a relay died between taking and adding, or a job failed for good. */
async function seekLost({ store, queues, log, now }: Relayed, missAfterMs: number): Promise<void> {
  if (!isUp(queues)) return;
  const rows = await store.givenOutbox(after(now(), -missAfterMs), rowsAtOnce);
  const held = await Promise.all(rows.map((row) => queues.holds(row)));
  const lost = rows.filter((_row, index) => held[index] === false).map(({ id }) => id);
  if (lost.length === 0) return;
  log.warn({ rows: lost }, 'committed work is offered again');
  await store.returnOutbox(lost);
}

/** One key that is always there unless Redis was emptied; who sets it again also offers everything again. */
async function noticeEmptied({ store, queues, log, now }: Relayed): Promise<void> {
  if (!isUp(queues)) return;
  const isNew = await queues.redis.set(`${queues.prefix}:sentinel`, 'godwit', 'NX');
  if (isNew === null) return;
  const rows = await store.reofferOutbox(now());
  const messages = await store.staleMessages();
  await store.redraw(messages, 'result');
  if (rows + messages.length > 0) log.warn({ rows, messages: messages.length }, 'redis is empty: all is offered again');
}
