import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { addMigration, applyMigrations, migrationFile } from '../../../playground/hosts/migrations.ts';
import { execute } from '../../../playground/servers/postgres.ts';
import type { RunId, Sha256 } from '../../../src/domain/ids.ts';
import { verify } from '../../../src/steps/verify.ts';
import { sampleRun } from '../../fakes/sample-runs.ts';
import { plan } from '../../unit/domain/samples.ts';
import { openSite } from './step-site.ts';

const parcels = '20260101000000_add_parcels';
const addParcels = `CREATE TABLE "Parcel" (id int PRIMARY KEY, "orderId" int CONSTRAINT "Parcel_order" REFERENCES "Order" (id));
CREATE INDEX "Parcel_order_idx" ON "Parcel" ("orderId");
`;

const history = `SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL`;

/** One site for all: each look starts Prisma once. */
test('after a deploy the history is finished and as approved, every index valid, every constraint validated', async () => {
  const { host, context } = await openSite();
  const before = await execute<{ name: string; checksum: Sha256 }>(host.databaseUrl, history);
  await addMigration(host, parcels, addParcels);
  const bytes = await readFile(migrationFile(host, parcels));
  const sha256 = createHash('sha256').update(bytes).digest('hex') as Sha256;
  const approved = plan({
    pending: [{ name: parcels, sha256 }],
    history: before.map((row) => ({ ...row, finished: true, rolledBack: false })),
  });
  const run = sampleRun('rverify1' as RunId, { purpose: { kind: 'deploy' }, plan: approved });
  const verified = () => verify(context({ kind: 'deploy' }, { run }));
  const change = (sql: string) => execute(host.databaseUrl, sql);
  const failedWith = (trouble: object) => ({ kind: 'failed', trouble });

  expect(await verified()).toMatchObject(
    failedWith({ code: 'still-pending', message: `Still not applied: ${parcels}.` }),
  );
  await applyMigrations(host);
  expect(await verified()).toMatchObject({ kind: 'done', summary: expect.stringContaining('tables as promised') });

  await change(`UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"Parcel_order_idx"'::regclass`);
  await change(`UPDATE pg_constraint SET convalidated = false WHERE conname = 'Parcel_order'`);
  const broken = await verified();
  expect(broken).toMatchObject(failedWith({ code: 'not-as-promised' }));
  expect(JSON.stringify(broken)).toMatch(/Parcel_order_idx.{0,40}is invalid: it was never finished/);
  expect(JSON.stringify(broken)).toMatch(/"Parcel_order\\".{0,60}not validated/);

  await change(`UPDATE _prisma_migrations SET checksum = repeat('0', 64) WHERE migration_name = '${parcels}'`);
  expect(await verified()).toMatchObject(failedWith({ code: 'applied-differs' }));
}, 120_000);
