import { EventEmitter, once } from 'node:events';
import { expect, it } from 'vitest';
import type { Run } from '../../../src/domain/run.ts';
import { startReaper } from '../../../src/jobs/reaper.ts';
import { after } from '../../../src/lib/time.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { sampleRun, silentLog } from '../../fakes/sample-runs.ts';
import { wallClock } from '../../support/engine.ts';
import { freshOwnTables } from '../../support/own-tables.ts';

it('names silent runs, and wakes due ones at their moment', async () => {
  await using store = openStore({ databaseUrl: await freshOwnTables('reaper'), log: silentLog });
  const running: Run['state'] = {
    kind: 'running',
    startedAt: wallClock(),
    worker: 'w',
    token: 3,
    cancelling: null,
  };
  const silent = sampleRun('rsilent', { state: running });
  await store.createRun(silent.environment, null, () => ({ kind: 'proceed', run: silent, effects: [], wakeAt: null }));
  await store.beat(silent.id, 3, after(wallClock(), -20_000));
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
