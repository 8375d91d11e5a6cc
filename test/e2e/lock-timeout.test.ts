import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { openTheatre, type Theatre } from '../support/stages.ts';

let theatre: Theatre;

beforeAll(async () => {
  const waiting = { sessions: 2, time: '1s' };
  theatre = await openTheatre({ rules: { staging: { rules: { limits: { waiting } } } } });
}, 120_000);
afterAll(async () => theatre[Symbol.asyncDispose]());

/** A session of somebody else in staging's database. */
async function session(application: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: theatre.staging.databaseUrl, application_name: application });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

test('a deploy that is blocked leads to whoever blocks it, and succeeds when they were made to go', async () => {
  const { type, message, cardSays, press, staging } = theatre;
  await addMigration(staging, '20260101000000_add_weight', 'ALTER TABLE "Order" ADD COLUMN "weight" int;\n');
  const blocker = await session('long report');
  await blocker.query('BEGIN; SELECT count(*) FROM "Order"');
  await type('ana', 'deploy staging');
  const card = await message(['Deploy 1 migration to staging', 'lock timeout 2.0 s']);
  await cardSays(card, 'a lock could not be had; try ');
  await press('dan', card, 'run.locks');
  await message(['Locks on staging', 'long report', 'locks.end']);
  await press('ana', await cardSays(card, 'blocked by pid', 'long report', 'run.end-blocker'), 'run.end-blocker');
  await message(['Locks on staging', 'ended session', 'long report']);
  await cardSays(card, 'Succeeded', '1 of 1 applied, try');
  const [column] = await execute(
    staging.databaseUrl,
    `SELECT count(*)::int AS there FROM information_schema.columns WHERE table_name = 'Order' AND column_name = 'weight'`,
  );
  expect(column).toEqual({ there: 1 });
}, 180_000);

test('a deploy behind which others pile up is cancelled at the server, and leaves nothing behind', async () => {
  const { type, message, cardSays, staging } = theatre;
  await addMigration(
    staging,
    '20260102000000_add_purity',
    'ALTER TABLE "Product" ADD COLUMN "purity" int;\nSELECT pg_sleep(50);\n',
  );
  const shops = [await session('shop'), await session('shop')];
  await type('ana', 'deploy staging');
  const card = await message(['Deploy 1 migration to staging', 'add_purity']);
  await cardSays(card, '1 of 1');
  const asked = shops.map((shop) => shop.query('SELECT count(*)::int AS products FROM "Product"'));
  await cardSays(card, 'Did not succeed', 'others-waited', 'because up to 2 sessions waited behind it', 'Ask again');
  for (const { rows } of await Promise.all(asked)) expect(rows).toEqual([{ products: 4 }]);
  await Promise.all(shops.map((shop) => shop.end()));
}, 180_000);
