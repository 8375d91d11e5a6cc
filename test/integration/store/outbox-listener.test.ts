import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { execute } from '../../../playground/servers/postgres.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { sampleRun, silentLog } from '../../fakes/sample-runs.ts';
import { freshOwnTables } from '../../support/own-tables.ts';

describe('listening for outbox rows', () => {
  it('goes on after its connection was ended, and nudges for what it may have missed', async () => {
    const databaseUrl = await freshOwnTables('listen');
    await using store = openStore({ databaseUrl, log: silentLog });
    const events = new EventEmitter();
    await using _listening = await store.onOutbox(() => events.emit('nudge'));

    const missed = once(events, 'nudge');
    const ended = await execute(
      databaseUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'godwit listener' AND datname = current_database()`,
    );
    expect(ended).toHaveLength(1);
    await missed;

    const nudged = once(events, 'nudge');
    const run = sampleRun('rlisten');
    await store.createRun(run.environment, null, () => ({
      kind: 'proceed',
      run,
      effects: [{ kind: 'enqueue', job: { name: 'prepare-run', run: run.id } }],
      wakeAt: null,
    }));
    await nudged;
    expect(await store.takeOutbox(5, run.requestedAt)).toHaveLength(1);
  });
});
