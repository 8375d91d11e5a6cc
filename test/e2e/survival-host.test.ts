import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { type PrivateSshd, startSshd } from '../../playground/servers/sshd.ts';
import type { Run } from '../../src/domain/run.ts';
import { closeGate } from '../support/migration-gate.ts';
import { freshDirectory, killAllIn } from '../support/remotes.ts';
import { appliesMigration, isEnded, placeOf, stepOf, survivalStory } from '../support/survival.ts';

let sshd: PrivateSshd;

beforeAll(async () => {
  sshd = await startSshd({ directory: freshDirectory('sshd'), playground: inject('realParts').directory });
});
afterAll(() => sshd[Symbol.asyncDispose]());
const story = survivalStory(() => ({ rules: { staging: { place: { ssh: placeOf(sshd) } } } }));

const runs = () => path.join(sshd.home, '.local/state/godwit/runs');
const deployTasks = async ({ id }: Run) =>
  (await readdir(runs())).filter((name) => name.startsWith(id) && name.endsWith('-deploy'));
const container = () => path.join(story().staging.directory, '../container');

test('sshd is killed during a deploy and comes back: the run follows it to its end', async () => {
  const { type, message, staging: host, until } = story();
  await using gate = await closeGate(host.databaseUrl);
  await addMigration(host, '20260101000000_add_vault', gate.guard('CREATE TABLE "Vault" (id int PRIMARY KEY);\n'));
  await type('ana', 'deploy staging');
  await until('Prisma at work', appliesMigration);
  await sshd.kill();
  await gate.letThrough();
  await sshd.restart();
  await message(['Deploy 1 migration to staging', 'Succeeded']);
  expect(await deployTasks(await until('the end', isEnded))).toHaveLength(1);
}, 120_000);

test('the host cannot say how the deploy ended: the card says so, and looking again decides', async () => {
  const { type, press, message, cardSays, staging: host, until, store } = story();
  await using gate = await closeGate(host.databaseUrl);
  await addMigration(host, '20260102000000_add_coin', gate.guard('CREATE TABLE "Coin" (id int PRIMARY KEY);\n'));
  await type('ana', 'deploy staging');
  const run = await until('Prisma at work', appliesMigration);
  const file = path.join(container(), 'container.env');
  const settings = await readFile(file, 'utf8');
  await writeFile(file, settings.replace(/@127\.0\.0\.1:\d+\//, '@127.0.0.1:1/'));
  await gate.letThrough();
  const card = await message([run.id, 'outcome is not known', 'Look again']);
  expect((await store.run(run.id))?.state.kind).toBe('outcome-unknown');

  await writeFile(file, settings);
  await press('ana', card, 'run.look-again');
  await cardSays(card, 'Succeeded', '1 of 1 applied');
  expect(await deployTasks(run)).toHaveLength(1);
}, 120_000);

test('everything of the deploy is killed on the host: the card says what is true', async () => {
  const { type, message, staging: host, until } = story();
  await using gate = await closeGate(host.databaseUrl);
  await addMigration(host, '20260103000000_add_purse', gate.guard('CREATE TABLE "Purse" (id int PRIMARY KEY);\n'));
  await type('ana', 'deploy staging');
  const run = await until('Prisma at work', appliesMigration);
  const [task = ''] = await deployTasks(run);
  const group = Number((await readFile(path.join(runs(), task, 'group'), 'utf8')).split(' ')[0]);
  killAllIn(path.join(runs(), task));
  process.kill(-group, 'SIGKILL');
  for (const session of await readdir(path.join(container(), 'state/sessions')))
    process.kill(-Number(session), 'SIGKILL');
  await gate.letThrough();
  await message([run.id, 'ended from outside', '20260103000000_add_purse was begun and is not finished']);
  const ended = await until('the end', isEnded);
  expect(ended.state).toMatchObject({ ending: { kind: 'failed', step: 'deploy', trouble: { code: 'signalled' } } });
  expect(stepOf(ended, 'verify')).toEqual({ kind: 'pending' });
}, 120_000);
