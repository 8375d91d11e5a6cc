import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { openTheatre, type Theatre } from '../support/stages.ts';
import { copiesOf, gateBackups, isEnded, production, staging, untilRun, watch } from '../support/survival.ts';

let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre({ roles: 'apart' });
});
afterAll(async () => theatre[Symbol.asyncDispose]());

test('the app is killed in the middle of a run: the next one shows the end on the same card', async () => {
  const { type, message, cardSays, staging: host, stage } = theatre;
  await using store = watch(stage.databaseUrl);
  const backups = await gateBackups(host);
  await type('ana', 'backup staging appless');
  const gate = await backups.reached();
  const card = await message(['appless']);
  await copiesOf(stage.godwits, 'app').at(-1)?.end('SIGKILL');
  await gate.letThrough();
  await untilRun(store, { environment: staging, what: 'an end without the app' }, isEnded);
  await stage.start('app');
  await cardSays(card, 'Succeeded');
}, 120_000);

test('a request that waits survives a restart of everything: the buttons of its old card work', async () => {
  const { type, press, message, cardSays, hears, stage, production: host } = theatre;
  await using store = watch(stage.databaseUrl);
  await addMigration(host, '20260101000000_add_vault', 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
  await type('ana', 'deploy production');
  const card = await message(['Deploy 1 migration to production', 'Approve']);
  await press('ben', card, 'run.approve');
  await cardSays(card, '1 of 2');

  await Promise.all(stage.godwits.map((godwit) => godwit.end('SIGTERM')));
  await stage.redis.restart();
  await Promise.all([stage.start('app'), stage.start('worker')]);

  await press('ben', card, 'run.approve');
  await hears('ben', 'already-approved');
  await press('cleo', card, 'run.approve');
  await cardSays(card, '2 of 2');
  await press('ana', card, 'run.cancel');
  await cardSays(card, 'Cancelled');
  const run = await untilRun(store, { environment: production, what: 'the end' }, isEnded);
  expect(run.approvals.map(({ by }) => by)).toEqual(['U02', 'U03']);
}, 120_000);
