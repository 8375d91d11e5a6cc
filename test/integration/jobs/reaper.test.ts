import { EventEmitter, once } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { Run } from '../../../src/domain/run.ts';
import { startReaper } from '../../../src/jobs/reaper.ts';
import { after } from '../../../src/lib/time.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { sampleRun, silentLog } from '../../fakes/sample-runs.ts';
import { wallClock } from '../../support/engine.ts';
import { freshOwnTables } from '../../support/own-tables.ts';

const running: Run['state'] = { kind: 'running', startedAt: wallClock(), worker: 'w', token: 3, cancelling: null };

it('names silent runs, and wakes due ones at their moment', async () => {
  const databaseUrl = await freshOwnTables('reaper');
  await using store = openStore({ databaseUrl, log: silentLog });
  const silent = sampleRun('rsilent', { state: running });
  await store.createRun(silent.environment, null, () => ({ kind: 'proceed', run: silent, effects: [], wakeAt: null }));
  await using earlier = openStore({ databaseUrl, log: silentLog, now: () => after(wallClock(), -20_000) });
  await earlier.beat(silent.id, 3);
  const environment = 'gold-factory/staging' as Run['environment'];
  const due = sampleRun('rdue', { environment });
  const wakeAt = after(wallClock(), 400);
  await store.createRun(environment, null, () => ({ kind: 'proceed', run: due, effects: [], wakeAt }));

  const events = new EventEmitter();
  const silentSeen = once(events, 'silent');
  const dueSeen = once(events, 'due');
  await using _reaper = startReaper({
    store,
    log: silentLog,
    now: wallClock,
    everyMs: 60_000,
    onSilent: async (one) => events.emit('silent', one),
    onDue: async (run) => events.emit('due', run, wallClock()),
  });
  expect(await silentSeen).toEqual([{ run: silent.id, token: 3 }]);
  const [run, at] = await dueSeen;
  expect(run).toBe(due.id);
  expect(at - wakeAt).toBeGreaterThanOrEqual(0);
  expect(at - wakeAt).toBeLessThan(2_000);
});

it.each([
  ['behind', -3_600_000],
  ['ahead', 3_600_000],
])('takes no run from a worker whose clock is %s, and one that is silent beside it', async (_where, ms) => {
  await using store = openStore({ databaseUrl: await freshOwnTables('clocks'), log: silentLog });
  const run = sampleRun('rshifted', { state: running });
  const real = Date.now;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + ms);
  try {
    await store.createRun(run.environment, null, () => ({ kind: 'proceed', run, effects: [], wakeAt: null }));
    expect(await store.beat(run.id, 3)).toBe(true);
  } finally {
    clock.mockRestore();
  }
  expect(await store.silentRuns(30_000)).toEqual([]);
  expect(await store.silentRuns(-30_000)).toEqual([{ run: run.id, token: 3 }]);
});
