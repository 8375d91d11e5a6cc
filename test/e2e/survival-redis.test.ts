import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Run } from '../../src/domain/run.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { openTheatre, type Theatre } from '../support/stages.ts';
import { gateBackups, isEnded, staging, stepOf, tasksOf, untilRun, watch } from '../support/survival.ts';

let theatre: Theatre;
let store: OpenStore;

beforeAll(async () => {
  theatre = await openTheatre();
  store = watch(theatre.stage.databaseUrl);
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await theatre[Symbol.asyncDispose]();
});

const until = (what: string, fits: (run: Run) => boolean) => untilRun(store, { environment: staging, what }, fits);

async function expectOneBackup(run: Run, starts: number): Promise<void> {
  expect(run.state).toMatchObject({ ending: { kind: 'succeeded' } });
  expect(stepOf(run, 'backup')).toMatchObject({ kind: 'done', exitCode: 0 });
  expect((await tasksOf(run)).size).toBe(1);
  expect(starts).toBe(1);
}

test('Redis is emptied while a run is active: the run and its card go on', async () => {
  const { type, message, staging: host, stage } = theatre;
  const backups = await gateBackups(host);
  await type('ana', 'backup staging emptied');
  const gate = await backups.reached();
  await stage.redis.flush();
  await gate.letThrough();
  await message(['emptied', 'Succeeded']);
  await expectOneBackup(await until('the end', isEnded), await backups.starts());
}, 120_000);

test('Redis dies while a run is active and comes back empty: the card catches up', async () => {
  const { type, message, staging: host, stage } = theatre;
  const backups = await gateBackups(host);
  await type('ana', 'backup staging crashed');
  const gate = await backups.reached();
  await stage.redis.kill();
  await gate.letThrough();
  const run = await until('an end without Redis', isEnded);
  await stage.redis.restart();
  await message(['crashed', 'Succeeded']);
  await expectOneBackup(run, await backups.starts());
}, 120_000);

test('a command typed while Redis is away is acknowledged, and done when it is back', async () => {
  const { type, message, stage } = theatre;
  await stage.redis.kill();
  const { ack } = await type('ana', 'backup staging unqueued');
  expect(ack.kind).toBe('acknowledged');
  await stage.redis.restart();
  await message(['unqueued', 'Succeeded']);
}, 120_000);
