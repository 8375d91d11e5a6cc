import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { startRedis } from '../../../playground/servers/redis.ts';
import { consume } from '../../../src/jobs/consumer.ts';
import { startRelay } from '../../../src/jobs/relay.ts';
import { silentLog } from '../../fakes/sample-runs.ts';
import { commit, freshEngine, Gathered, lookJob, runsOf, wallClock } from '../../support/engine.ts';

it('loses nothing while redis is killed, away and back with nothing in it', async () => {
  const directory = path.join(inject('realParts').directory, `redis-${randomBytes(4).toString('hex')}`);
  await using redis = await startRedis({ directory });
  await using engine = await freshEngine(redis.url);
  const { store, queues } = engine;
  const gathered = new Gathered();
  const looks = { store, queues, log: silentLog, queue: 'looks', concurrency: 2, handle: gathered.handle } as const;
  await using _worker = await consume(looks);
  await using _relay = await startRelay({ store, queues, log: silentLog, now: wallClock, pollEveryMs: 100 });

  await commit(store, ['before1', 'before2'].map(lookJob));
  await gathered.until((works) => runsOf(works).size === 2);
  await redis.kill();
  await commit(store, ['away1', 'away2', 'away3'].map(lookJob));
  expect(runsOf(gathered.works).size).toBe(2);
  await redis.restart();
  await commit(store, [lookJob('after1')]);
  await gathered.until((works) => runsOf(works).size === 6);
});
