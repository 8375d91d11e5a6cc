import { expect, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import type { Run } from '../../src/domain/run.ts';
import { closeGate } from '../support/migration-gate.ts';
import {
  appliesMigration,
  copiesOf,
  gateBackups,
  isEnded,
  staging,
  stepOf,
  survivalStory,
  tasksOf,
  tokenOf,
} from '../support/survival.ts';

const story = survivalStory(() => ({ roles: 'apart' }));

const worker = () => {
  const last = copiesOf(story().stage.godwits, 'worker').at(-1);
  if (last === undefined) throw new Error('there is no worker');
  return last;
};

/** What is stored is what the host printed, but for secrets, which are masked in place. */
async function expectSameLogs(run: Run, step: 'backup' | 'deploy'): Promise<void> {
  const tasks = await tasksOf(run);
  const printed = [...tasks].filter(([name]) => name.includes(`-${step}`)).map(([, log]) => log);
  const stored = await story().store.logText(run.id, step);
  const { password } = new URL(story().staging.databaseUrl);
  expect(stored).not.toContain(password);
  expect(stored).toBe(printed.join('').replaceAll(password, (secret) => '*'.repeat(secret.length)));
}

test('a worker that is killed during a backup: the next one goes on, and nothing is started twice', async () => {
  const { type, message, staging: host, stage, until } = story();
  const backups = await gateBackups(host);
  await type('ana', 'backup staging killed');
  const gate = await backups.reached();
  await worker().end('SIGKILL');
  await stage.start('worker');
  await until('another worker that has the run', (run) => tokenOf(run) === 2);
  await gate.letThrough();
  await message(['Back up staging', 'killed', 'Succeeded']);

  const run = await until('the end', isEnded);
  expect(await backups.starts()).toBe(1);
  expect((await tasksOf(run)).size).toBe(1);
  expect(stepOf(run, 'backup')).toMatchObject({ kind: 'done', exitCode: 0 });
  await expectSameLogs(run, 'backup');
}, 180_000);

test('a worker that is killed during a deploy: the next one follows Prisma to its end', async () => {
  const { type, message, staging: host, stage, until } = story();
  await using gate = await closeGate(host.databaseUrl);
  await addMigration(host, '20260101000000_add_vault', gate.guard('CREATE TABLE "Vault" (id int PRIMARY KEY);\n'));
  await type('ana', 'deploy staging');
  await until('Prisma at work', appliesMigration);
  await worker().end('SIGKILL');
  await stage.start('worker');
  await until('another worker that has the run', (run) => tokenOf(run) === 2);
  await gate.letThrough();
  await message(['Deploy 1 migration to staging', 'Succeeded']);

  const run = await until('the end', isEnded);
  const applied = `SELECT migration_name FROM _prisma_migrations WHERE migration_name LIKE '%add_vault'`;
  expect(await execute(host.databaseUrl, applied)).toHaveLength(1);
  expect([...(await tasksOf(run)).keys()].filter((name) => name.endsWith('-deploy'))).toHaveLength(1);
  await expectSameLogs(run, 'deploy');
}, 180_000);

test('a worker that is asked to end hands its run over at once, and what it began goes on', async () => {
  const { type, message, staging: host, stage, until, store } = story();
  await using gate = await closeGate(host.databaseUrl);
  await addMigration(host, '20260102000000_add_coin', gate.guard('CREATE TABLE "Coin" (id int PRIMARY KEY);\n'));
  await type('ana', 'deploy staging');
  await until('Prisma at work', appliesMigration);
  const leaving = worker();
  const askedAt = performance.now();
  expect(await leaving.end('SIGTERM')).toBe(0);
  expect(performance.now() - askedAt).toBeLessThan(10_000);
  const [offered] = await store.runs({ environment: staging, limit: 1 });
  expect(offered?.state).toMatchObject({ kind: 'queued', resume: { token: 1 } });

  await stage.start('worker');
  const startedAt = performance.now();
  await until('another worker that has the run', (run) => tokenOf(run) === 2);
  // No silence has to be waited for.
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  await gate.letThrough();
  await message(['20260102000000_add_coin', 'Succeeded']);
  const run = await until('the end', isEnded);
  expect(run.state).toMatchObject({ ending: { kind: 'succeeded' } });
  await expectSameLogs(run, 'deploy');
}, 180_000);
