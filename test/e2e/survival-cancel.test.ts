import { expect, test } from 'vitest';
import { addMigration, removeMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { closeGate } from '../support/migration-gate.ts';
import { gateBackups, isEnded, stepOf, survivalStory } from '../support/survival.ts';

const story = survivalStory();

test('cancelling during a backup ends its script, and changes nothing', async () => {
  const { type, press, message, cardSays, staging: host, until } = story();
  const vault = '20260101000000_add_vault';
  await addMigration(host, vault, 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
  const backups = await gateBackups(host);
  await type('ana', 'deploy staging');
  const gate = await backups.reached();
  const card = await message(['Deploy 1 migration to staging', 'Cancel']);
  await press('ana', card, 'run.cancel');
  await cardSays(card, 'Cancelled');
  await gate.abandon();
  const run = await until('the end', isEnded);
  expect(run.state).toMatchObject({ ending: { kind: 'cancelled', duringStep: 'backup' } });
  expect(stepOf(run, 'deploy')).toEqual({ kind: 'pending' });
  const [table] = await execute(host.databaseUrl, `SELECT to_regclass('"Vault"') AS name`);
  expect(table).toEqual({ name: null });
  await removeMigration(host, vault);
}, 120_000);

test('cancelling during a deploy cancels the statement, and the history tells what happened', async () => {
  const { type, press, message, cardSays, staging: host, until } = story();
  await using gate = await closeGate(host.databaseUrl);
  await addMigration(host, '20260101000001_add_coin', 'CREATE TABLE "Coin" (id int PRIMARY KEY);\n');
  await addMigration(host, '20260102000000_add_purse', gate.guard('CREATE TABLE "Purse" (id int PRIMARY KEY);\n'));
  await type('ana', 'deploy staging');
  const card = await message(['Deploy 2 migrations to staging']);
  await gate.reached();
  await press('ana', card, 'run.cancel');
  await cardSays(card, 'Cancelled', '1 of 2', 'rolled-back 20260102000000_add_purse');
  const run = await until('the end', isEnded);
  expect(run.state).toMatchObject({ ending: { kind: 'cancelled', duringStep: 'deploy' } });
  const history = await execute(
    host.databaseUrl,
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations
     WHERE migration_name >= '2026' ORDER BY 1`,
  );
  expect(history).toEqual([
    { name: '20260101000001_add_coin', finished: true },
    { name: '20260102000000_add_purse', finished: false },
  ]);
}, 120_000);
