import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Effect } from '../../src/domain/effect.ts';
import type { InquiryId, RunId } from '../../src/domain/ids.ts';
import { createQueues, type Queues } from '../../src/jobs/queues.ts';
import { epochMs } from '../../src/lib/time.ts';
import type { OutboxWork, Store } from '../../src/ports/store.ts';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { ana, channel, noon, production, silentLog } from '../fakes/sample-runs.ts';
import { freshRedisPrefix } from './databases.ts';
import { freshOwnTables } from './own-tables.ts';

/** A store and queues of one test's own. */
export interface Engine extends AsyncDisposable {
  readonly store: OpenStore;
  readonly queues: Queues;
}

export const wallClock = () => epochMs(Date.now());

/** Opens a store on a fresh database, and queues on the given Redis. */
export async function freshEngine(redisUrl: string): Promise<Engine> {
  const store = openStore({ databaseUrl: await freshOwnTables('jobs'), log: silentLog });
  const queues = createQueues({ redisUrl, prefix: freshRedisPrefix('jobs'), log: silentLog });
  return {
    store,
    queues,
    [Symbol.asyncDispose]: async () => {
      await queues[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}

/** Commits effects as a command does. */
export async function commit(store: Store, effects: readonly Effect[]): Promise<void> {
  const id = `q${randomBytes(6).toString('hex')}` as InquiryId;
  const question = { kind: 'status', environment: production } as const;
  const asked = { id, question, askedBy: ana, askedAt: noon, channel, answer: { kind: 'view', viewId: 'V1' } } as const;
  await store.createInquiry({ ...asked, finding: null, complete: false }, null, effects);
}

export const lookJob = (run: string): Effect => ({ kind: 'enqueue', job: { name: 'prepare-run', run: run as RunId } });
export const drawing = (run: string, urgency: 'result' | 'progress' = 'progress'): Effect => ({
  kind: 'draw',
  message: { kind: 'run-card', run: run as RunId, channel },
  urgency,
});

/** A handler that remembers what it was given, and lets a test await it. */
export class Gathered {
  readonly works: OutboxWork[] = [];
  readonly at: number[] = [];
  readonly #events = new EventEmitter();

  readonly handle = async (work: OutboxWork): Promise<void> => {
    this.works.push(work);
    this.at.push(performance.now());
    this.#events.emit('work');
  };

  /** Resolves once what was gathered fits. */
  async until(fits: (works: readonly OutboxWork[]) => boolean): Promise<void> {
    while (!fits(this.works)) await once(this.#events, 'work');
  }
}

/** The distinct runs of the gathered jobs. */
export const runsOf = (works: readonly OutboxWork[]): ReadonlySet<string> =>
  new Set(works.flatMap((work) => (work.kind === 'job' && 'run' in work.job ? [work.job.run] : [])));
