import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { cast } from '../../playground/stage/cast.ts';
import { freshHost } from '../support/hosts.ts';
import { openScene, patienceMs, type Scene, says } from '../support/stages.ts';

const vault = '20260101000000_add_vault';
const weight = '20260102000000_add_weight';
const broken = '20260103000000_add_size';

/** The app's own Prisma is 6.19.3: no configuration file, the URL in the schema, other flags. */
describe('an app with Prisma 6.19', { timeout: patienceMs * 2 }, () => {
  let staging: DemoHost;
  let scene: Scene;

  beforeAll(async () => {
    staging = await freshHost({ name: 'staging', prisma: 6 });
    scene = await openScene({ staging: { host: staging, ssh: inject('realParts').ssh.staging } });
  }, patienceMs * 2);
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  const columns = async (name: string) =>
    execute(
      staging.databaseUrl,
      'SELECT table_name AS "table" FROM information_schema.columns WHERE column_name = $1',
      [name],
    );

  test('two files are named by Prisma and by Godwit alike, and deployed with a lock timeout that is proved', async () => {
    const { type, message, cardSays } = scene;
    await addMigration(staging, vault, 'CREATE TABLE "Vault" ("id" INTEGER PRIMARY KEY);\n');
    await addMigration(staging, weight, 'ALTER TABLE "Order" ADD COLUMN "weight" int;\n');
    await type('ana', 'status staging');
    const status = await message(['Status of staging', vault, weight]);
    says(await cardSays(status, 'says the same'), '6.19.3');

    const blocker = new pg.Client({ connectionString: staging.databaseUrl, application_name: 'long report' });
    await blocker.connect();
    await blocker.query('BEGIN; SELECT count(*) FROM "Order"');
    await type('ana', 'deploy staging');
    const card = await message(['Deploy 2 migrations to staging', 'lock timeout 2.0 s']);
    await cardSays(card, 'a lock could not be had; try ');
    await blocker.end();
    await cardSays(card, 'Succeeded', '2 of 2 applied, try');
    expect(await columns('weight')).toEqual([{ table: 'Order' }]);
  });

  test('a file that fails is shown with its code, marked as rolled back, and no longer in the way', async () => {
    const { type, message, press, submit } = scene;
    await addMigration(staging, broken, 'ALTER TABLE "Ordr" ADD COLUMN "size" int;\n');
    await type('ana', 'deploy staging');
    const card = await message(['Deploy 1 migration to staging', 'Did not succeed', 'resolve.rolled-back']);
    says(card, broken, '42P01', 'does not exist', 'P3018');
    await press('ana', card, 'resolve.rolled-back');
    const { slack } = scene.stage;
    const asked = () => JSON.stringify(slack.person(cast.ana).modal()?.definition ?? '').includes('is what is true');
    await slack.waitFor(() => asked() || undefined, { what: 'what is true', timeoutMs: patienceMs });
    await submit('ana');
    const mark = await message([`Mark ${broken} as rolled back on staging`, 'Succeeded']);
    says(mark, 'is recorded as rolled back');
  });

  test('drift is what the files made beside what is there, in a shadow database that is gone afterwards', async () => {
    const { type, message } = scene;
    await execute(staging.databaseUrl, 'ALTER TABLE "Product" ADD COLUMN hint text');
    await type('ana', 'drift staging');
    const card = await message(['Drift of staging', 'Revert it']);
    says(card, '9 applied migrations', 'Prisma 6.19.3', 'DROP COLUMN', 'ADD COLUMN');
    expect(await execute(staging.databaseUrl, `SELECT FROM pg_database WHERE datname LIKE '%shadow%'`)).toEqual([]);
  });
});
