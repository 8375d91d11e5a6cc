import { expect, test } from 'vitest';
import type { Run } from '../../src/domain/run.ts';
import { gateBackups, isEnded, stepOf, survivalStory, tasksOf } from '../support/survival.ts';

const story = survivalStory();

async function expectOneBackup(run: Run, starts: number): Promise<void> {
  expect(run.state).toMatchObject({ ending: { kind: 'succeeded' } });
  expect(stepOf(run, 'backup')).toMatchObject({ kind: 'done', exitCode: 0 });
  expect((await tasksOf(run)).size).toBe(1);
  expect(starts).toBe(1);
}

test('Redis is emptied while a run is active: the run and its card go on', async () => {
  const { type, message, staging: host, stage, until } = story();
  const backups = await gateBackups(host);
  await type('ana', 'backup staging emptied');
  const gate = await backups.reached();
  await stage.redis.flush();
  await gate.letThrough();
  await message(['emptied', 'Succeeded']);
  await expectOneBackup(await until('the end', isEnded), await backups.starts());
}, 120_000);

test('Redis dies while a run is active and comes back empty: the card catches up', async () => {
  const { type, message, staging: host, stage, until } = story();
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
  const { type, message, stage } = story();
  await stage.redis.kill();
  const { ack } = await type('ana', 'backup staging unqueued');
  expect(ack.kind).toBe('acknowledged');
  await stage.redis.restart();
  await message(['unqueued', 'Succeeded']);
}, 120_000);
