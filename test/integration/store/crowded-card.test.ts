import pg from 'pg';
import { expect, it } from 'vitest';
import type { EnvironmentId } from '../../../src/domain/ids.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { production, sampleRun, silentLog } from '../../fakes/sample-runs.ts';
import { freshOwnTables } from '../../support/own-tables.ts';

it('presses that wait for one environment leave the connections to everybody else', async () => {
  const databaseUrl = await freshOwnTables('crowded');
  await using store = openStore({ databaseUrl, log: silentLog });
  const run = sampleRun('pressed');
  const proceed = (of: typeof run) => () => ({ kind: 'proceed' as const, run: of, effects: [], wakeAt: null });
  await store.createRun(run.environment, null, proceed(run));

  const holder = new pg.Client({ connectionString: databaseUrl });
  await holder.connect();
  await holder.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [run.environment]);
  const presses = Array.from({ length: 30 }, () => store.changeRun(run.id, null, () => ({ kind: 'leave' })));

  const elsewhere = sampleRun('elsewhere', { environment: `${production}-2` as EnvironmentId });
  const created = await store.createRun(elsewhere.environment, null, proceed(elsewhere));
  expect(created.kind).toBe('changed');

  await holder.end();
  expect((await Promise.all(presses)).map(({ kind }) => kind)).toEqual(Array.from({ length: 30 }, () => 'left'));
});
