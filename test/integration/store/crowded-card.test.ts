import pg from 'pg';
import { expect, it } from 'vitest';
import type { EnvironmentId } from '../../../src/domain/ids.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { production, sampleRun, silentLog } from '../../fakes/sample-runs.ts';
import { freshOwnTables } from '../../support/own-tables.ts';

it('presses that wait for one environment keep neither connections nor refusals from anybody', async () => {
  const databaseUrl = await freshOwnTables('crowded');
  await using store = openStore({ databaseUrl, log: silentLog });
  const run = sampleRun('pressed');
  const proceed = (of: typeof run) => () => ({ kind: 'proceed' as const, run: of, effects: [], wakeAt: null });
  await store.createRun(run.environment, null, proceed(run));

  const holder = new pg.Client({ connectionString: databaseUrl });
  await holder.connect();
  await holder.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [run.environment]);
  const presses = Array.from({ length: 30 }, (_, at) => store.changeRun(run.id, `press-${at}`, proceed(run)));

  const elsewhere = sampleRun('elsewhere', { environment: `${production}-2` as EnvironmentId });
  const created = await store.createRun(elsewhere.environment, null, proceed(elsewhere));
  expect(created.kind).toBe('changed');
  const refusal = { code: 'self-approval' as const };
  expect(await store.changeRun(run.id, 'refused', () => ({ kind: 'refuse', refusal }))).toEqual({
    kind: 'refused',
    refusal,
  });
  expect(await store.changeRun(run.id, 'left', () => ({ kind: 'leave' }))).toEqual({ kind: 'left' });

  await holder.end();
  expect((await Promise.all(presses)).map(({ kind }) => kind)).toEqual(Array.from({ length: 30 }, () => 'changed'));
  const again = ['press-0', 'press-1'].map((delivery) => store.changeRun(run.id, delivery, proceed(run)));
  expect((await Promise.all(again)).map(({ kind }) => kind)).toEqual(['repeated', 'repeated']);
});

it('a press that Slack delivers again to another process acts once', async () => {
  const databaseUrl = await freshOwnTables('redelivered');
  await using first = openStore({ databaseUrl, log: silentLog });
  await using second = openStore({ databaseUrl, log: silentLog });
  const run = sampleRun('pressed');
  const proceed = () => ({ kind: 'proceed' as const, run, effects: [], wakeAt: null });
  const asked = [first, second].map((store) => store.createRun(run.environment, 'typed', proceed));
  expect((await Promise.all(asked)).map(({ kind }) => kind).sort()).toEqual(['changed', 'repeated']);
  const presses = Array.from({ length: 20 }, (_, at) =>
    (at % 2 === 0 ? first : second).changeRun(run.id, 'pressed', proceed),
  );
  const kinds = (await Promise.all(presses)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'changed')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'repeated')).toHaveLength(19);
});
