import { EventEmitter, once } from 'node:events';
import { describe, expect, inject, it } from 'vitest';
import type { Effect } from '../../../src/domain/effect.ts';
import type { RunId } from '../../../src/domain/ids.ts';
import { consume } from '../../../src/jobs/consumer.ts';
import { startRelay } from '../../../src/jobs/relay.ts';
import { after } from '../../../src/lib/time.ts';
import { silentLog } from '../../fakes/sample-runs.ts';
import {
  commit,
  drawing,
  type Engine,
  freshEngine,
  Gathered,
  lookJob,
  runsOf,
  wallClock,
} from '../../support/engine.ts';

const log = silentLog;
const relayOf = (
  { store, queues }: Engine,
  more: { readonly missAfterMs?: number; readonly pollEveryMs?: number } = {},
) => startRelay({ store, queues, log, now: wallClock, ...more });
const looks = ({ store, queues }: Engine, handle: Parameters<typeof consume>[0]['handle'], concurrency = 5) =>
  consume({ store, queues, log, queue: 'looks', concurrency, handle });
const names = (count: number, letter = 'r') => Array.from({ length: count }, (_, n) => `${letter}${n}`);

describe('carrying committed work to the queues', () => {
  it('is nudged by the commit, and leaves nothing behind', async () => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const gathered = new Gathered();
    await using _worker = await looks(engine, gathered.handle);
    await using _relay = await relayOf(engine, { pollEveryMs: 600_000 });
    for (const name of names(5)) await commit(engine.store, [lookJob(name)]);
    await gathered.until((works) => runsOf(works).size === 5);
    await given(engine, 0);
  });

  it('does each row once where two relays and three workers share the work', async () => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const gathered = new Gathered();
    await using _one = await relayOf(engine);
    await using _two = await relayOf(engine);
    await using _a = await looks(engine, gathered.handle);
    await using _b = await looks(engine, gathered.handle);
    await using _c = await looks(engine, gathered.handle);
    await Promise.all(names(200).map((name) => commit(engine.store, [lookJob(name)])));
    await gathered.until((works) => runsOf(works).size === 200);
    expect(gathered.works).toHaveLength(200);
  });

  it('brings everything again when redis is emptied, under way or waiting', async () => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const { store, queues } = engine;
    const finished = new Gathered();
    const gate = new EventEmitter();
    let held = true;
    await using _worker = await looks(
      engine,
      async (work) => {
        gate.emit('begun');
        if (held) await once(gate, 'open');
        await finished.handle(work);
      },
      2,
    );
    await using _relay = await relayOf(engine, { pollEveryMs: 50 });
    const begun = once(gate, 'begun');
    await commit(store, names(20).map(lookJob));
    await begun;
    const keys = await queues.redis.keys(`${queues.prefix}:*`);
    expect(keys.length).toBeGreaterThan(20);
    await queues.redis.del(...keys);
    held = false;
    gate.emit('open');
    await finished.until((works) => runsOf(works).size === 20);
    await given(engine, 0);
  });

  it('finds rows that were taken by a relay which died before it added them', async () => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const { store } = engine;
    await commit(store, names(3).map(lookJob));
    expect(await store.takeOutbox(10, wallClock())).toHaveLength(3);
    const gathered = new Gathered();
    await using _worker = await looks(engine, gathered.handle);
    await engine.queues.redis.set(`${engine.queues.prefix}:sentinel`, 'godwit');
    await using _relay = await relayOf(engine, { missAfterMs: 20, pollEveryMs: 50 });
    await gathered.until((works) => runsOf(works).size === 3);
    await given(engine, 0);
  });

  it('tries a look again by itself, and a change to a host only by way of its row', async () => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const { store, queues } = engine;
    const looked = new Gathered();
    const failingOnce = (gathered: Gathered) => async (work: Parameters<Gathered['handle']>[0]) => {
      await gathered.handle(work);
      if (gathered.works.length === 1) throw new Error('the host is away');
    };
    await using _looks = await looks(engine, failingOnce(looked));
    const changed = new Gathered();
    const remote = { store, queues, log, queue: 'remote', concurrency: 1, handle: failingOnce(changed) } as const;
    await using _remote = await consume(remote);
    await using _relay = await relayOf(engine, { missAfterMs: 100, pollEveryMs: 50 });
    const execute: Effect = { kind: 'enqueue', job: { name: 'execute-run', run: 'r1' as RunId } };
    await commit(store, [lookJob('r1'), execute]);
    await looked.until((works) => works.length === 2);
    await changed.until((works) => works.length === 2);
    await given(engine, 0);
  });

  it('refuses what no relay wrote', async () => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const gathered = new Gathered();
    await using _worker = await looks(engine, gathered.handle);
    const queue = engine.queues.queue('looks');
    const forged = { id: 'o1-1', work: { kind: 'job', job: { name: 'prepare-run', run: 'r1', argv: ['rm'] } } };
    await queue.add('prepare-run', forged, { jobId: 'forged', attempts: 1 });
    await commit(engine.store, [lookJob('r2')]);
    await using _relay = await relayOf(engine);
    await gathered.until((works) => works.length > 0);
    expect(runsOf(gathered.works)).toEqual(new Set(['r2']));
  });
});

describe('drawing messages', () => {
  it('merges what waits, and draws once more what changed while it was drawn', async () => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const { store, queues } = engine;
    const gate = new EventEmitter();
    const drawn = new Gathered();
    let holding = true;
    const posts = {
      store,
      queues,
      log,
      queue: 'slack-posts',
      concurrency: 1,
      limit: { max: 100, duration: 1_000 },
      handle: async (work: Parameters<Gathered['handle']>[0]) => {
        gate.emit('begun');
        if (holding) await once(gate, 'open');
        await drawn.handle(work);
      },
    } as const;
    await using _worker = await consume(posts);
    await using _relay = await relayOf(engine);
    const begun = once(gate, 'begun');
    await commit(store, [drawing('r1')]);
    await begun;
    for (let n = 0; n < 10; n += 1) await commit(store, [drawing('r1')]);
    await commit(store, [drawing('r2')]);
    await given(engine, 2);
    holding = false;
    gate.emit('open');
    // What follows a drawing has no row of its own, so the rows alone do not say when all is drawn.
    await drawn.until((works) => works.length >= 3);
    await given(engine, 0);
    const keys = drawn.works.map((work) => (work.kind === 'draw' ? work.key : ''));
    expect(keys.toSorted()).toEqual(['run-card/r1', 'run-card/r1', 'run-card/r2']);
  });

  it('keeps to the limit with two workers, and lets results pass progress', async () => {
    await using engine = await freshEngine(inject('realParts').redis.url);
    const { store, queues } = engine;
    const progress = new Gathered();
    const results = new Gathered();
    const limited = { store, queues, log, concurrency: 3 } as const;
    const slow = {
      ...limited,
      queue: 'slack-progress',
      limit: { max: 1, duration: 700 },
      handle: progress.handle,
    } as const;
    await using _a = await consume(slow);
    await using _b = await consume(slow);
    await using _c = await consume({ ...limited, queue: 'slack-results', handle: results.handle });
    const posted = names(4);
    for (const name of posted) {
      await commit(store, [drawing(name)]);
      await store.posted(`run-card/${name}`, { channel: 'C1' as never, ts: name }, 1);
    }
    for (const row of await store.takeOutbox(50, wallClock())) await store.finishOutbox(row.id);
    await using _relay = await relayOf(engine);
    await commit(
      store,
      posted.slice(0, 3).map((name) => drawing(name, 'progress')),
    );
    await commit(store, [drawing('r3', 'result')]);
    await results.until((works) => works.length === 1);
    expect(progress.works.length).toBeLessThan(3);
    await progress.until((works) => works.length === 3);
    const gaps = progress.at.slice(1).map((at, n) => at - (progress.at[n] ?? at));
    // The limit counts from when a job is taken; what follows may be a little closer.
    for (const gap of gaps) expect(gap).toBeGreaterThan(500);
  });
});

/** Resolves when no row is left to be given, and so many that were given are not done. */
async function given({ store }: Engine, count: number): Promise<void> {
  for (;;) {
    const waiting = await store.takeOutbox(1, wallClock());
    await store.returnOutbox(waiting.map(({ id }) => id));
    const rows = await store.givenOutbox(after(wallClock(), 60_000), 100);
    if (waiting.length === 0 && rows.length === count) return;
  }
}
