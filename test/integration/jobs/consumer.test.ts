import { EventEmitter, once } from 'node:events';
import { describe, expect, inject, it } from 'vitest';
import type { Effect } from '../../../src/domain/effect.ts';
import type { RunId } from '../../../src/domain/ids.ts';
import { type Consumed, consume } from '../../../src/jobs/consumer.ts';
import { startRelay } from '../../../src/jobs/relay.ts';
import { TryLater } from '../../../src/jobs/try-later.ts';
import { HeldByNewer } from '../../../src/ports/held-by-newer.ts';
import { silentLog } from '../../fakes/sample-runs.ts';
import { commit, type Engine, freshEngine, Gathered, lookJob, wallClock } from '../../support/engine.ts';

const looks = ({ store, queues }: Engine, handle: Consumed['handle'], closeWithinMs = 5_000): Consumed => ({
  store,
  queues,
  log: silentLog,
  queue: 'looks',
  concurrency: 1,
  handle,
  closeWithinMs,
});
const relay = ({ store, queues }: Engine) => startRelay({ store, queues, log: silentLog, now: wallClock });

describe('taking jobs', () => {
  it('rests when told to, and then takes the same job again without counting an attempt', async () => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const gathered = new Gathered();
    await using _worker = await consume(
      looks(engine, async (work) => {
        await gathered.handle(work);
        // More often than the queue has attempts.
        if (gathered.works.length <= 6) throw new TryLater('asking slack', 60);
      }),
    );
    await using _relay = await relay(engine);
    await commit(engine.store, [lookJob('r1')]);
    await gathered.until((works) => works.length === 7);
    const [first = 0, second = 0] = gathered.at;
    expect(second - first).toBeGreaterThan(50);
  });

  it.each(['looks', 'remote'] as const)(
    'leaves to a newer version what only that one can read in %s',
    async (queue) => {
      await using engine = await freshEngine(inject('realParts').redis.url);
      const gathered = new Gathered();
      const older: Consumed['handle'] = async (work) => {
        await gathered.handle(work);
        throw new HeldByNewer('run r1');
      };
      const execute: Effect = { kind: 'enqueue', job: { name: 'execute-run', run: 'r1' as RunId } };
      const { store, queues } = engine;
      await using _relay = await startRelay({ store, queues, log: silentLog, now: wallClock, missAfterMs: 3_600_000 });
      const old = await consume({ ...looks(engine, older), queue });
      await commit(store, [queue === 'looks' ? lookJob('r1') : execute]);
      // Once more than the queue of remote work has attempts.
      await gathered.until((works) => works.length === 2);
      await old[Symbol.asyncDispose]();
      const newer = new Gathered();
      await using _worker = await consume({ ...looks(engine, newer.handle), queue });
      await newer.until((works) => works.length === 1);
      expect(newer.works).toEqual(gathered.works.slice(0, 1));
      await expect.poll(() => store.givenOutbox(wallClock(), 9), { timeout: 30_000 }).toEqual([]);
    },
  );

  it('leaves a job of a kind that it does not know, and suspects nobody', async () => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const { store, queues } = engine;
    const asked = new EventEmitter();
    const ofNewer: Consumed['store'] = {
      ...store,
      outboxWork: async (id) => {
        asked.emit('asked');
        throw new HeldByNewer(id);
      },
    };
    const gathered = new Gathered();
    await using _worker = await consume({ ...looks(engine, gathered.handle), store: ofNewer });
    const job = { id: 'o1-1', work: { kind: 'job', job: { name: 'rehearse-run', run: 'r1' } } };
    const twice = once(asked, 'asked').then(() => once(asked, 'asked'));
    const added = await queues.queue('looks').add('rehearse-run', job, { jobId: 'o1-1', attempts: 1 });
    await twice;
    await expect.poll(() => added.getState(), { timeout: 30_000 }).toBe('delayed');
    expect(gathered.works).toEqual([]);
    expect(await store.audit({ run: null, limit: 9 })).toEqual([]);
  });

  it.each(['looks', 'remote'] as const)(
    'asks handlers of %s to end with the process, and offers their work at once',
    async (queue) => {
      await using engine = await freshEngine(inject('realParts').redis.url);
      const events = new EventEmitter();
      const untilAborted: Consumed['handle'] = async (_work, signal) => {
        events.emit('begun');
        await once(signal, 'abort');
        signal.throwIfAborted();
      };
      const ending = await consume({ ...looks(engine, untilAborted), queue });
      const { store, queues } = engine;
      // The net that looks for lost rows is out of reach: only an offer of the ending process itself can bring it back.
      await using _relay = await startRelay({ store, queues, log: silentLog, now: wallClock, missAfterMs: 3_600_000 });
      const begun = once(events, 'begun');
      const execute: Effect = { kind: 'enqueue', job: { name: 'execute-run', run: 'r1' as RunId } };
      await commit(engine.store, [queue === 'looks' ? lookJob('r1') : execute]);
      await begun;
      await ending[Symbol.asyncDispose]();

      const gathered = new Gathered();
      await using _next = await consume({ ...looks(engine, gathered.handle), queue });
      await gathered.until((works) => works.length === 1);
    },
  );

  it('does not wait for a handler that will not end', async () => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const events = new EventEmitter();
    const deaf = looks(engine, () => new Promise(() => void events.emit('begun')), 50);
    const worker = await consume(deaf);
    await using _relay = await relay(engine);
    const begun = once(events, 'begun');
    await commit(engine.store, [lookJob('r1')]);
    await begun;
    const before = performance.now();
    await worker[Symbol.asyncDispose]();
    expect(performance.now() - before).toBeLessThan(3_000);
  });

  it.each(['looks', 'remote'] as const)('takes over what a dead worker of %s left behind', async (queue) => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const events = new EventEmitter();
    const locked = { ...looks(engine, async () => undefined, 50), queue, lockMs: 600 };
    const dying = await consume({ ...locked, handle: () => new Promise(() => void events.emit('begun')) });
    const { store, queues } = engine;
    await using _relay = await startRelay({ store, queues, log: silentLog, now: wallClock, missAfterMs: 100 });
    const begun = once(events, 'begun');
    const execute: Effect = { kind: 'enqueue', job: { name: 'execute-run', run: 'r1' as RunId } };
    await commit(store, [queue === 'looks' ? lookJob('r1') : execute]);
    await begun;
    await dying[Symbol.asyncDispose]();
    const gathered = new Gathered();
    await using _next = await consume({ ...locked, handle: gathered.handle });
    await gathered.until((works) => works.length === 1);
  });
});
