import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { addMigration } from '../../../playground/hosts/migrations.ts';
import { execute } from '../../../playground/servers/postgres.ts';
import type { ResolveReport } from '../../../src/domain/resolve.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { dropInvalidIndex } from '../../../src/steps/drop-invalid-index.ts';
import { resolveReport } from '../../../src/steps/resolve-report.ts';
import { openSite } from './step-site.ts';

const name = '20260101000000_index_orders';
const build = 'CREATE UNIQUE INDEX CONCURRENTLY "Order_once_idx" ON "Order" ((1))';
const index = { schema: 'public', name: 'Order_once_idx', table: 'Order', building: false };

async function opened() {
  const site = await openSite();
  await addMigration(site.host, name, `${build};\n`);
  const { environment, host, targets } = site.context({ kind: 'deploy' });
  const at = { environment, host, targets, now: epochMs(0) };
  const look = async (): Promise<ResolveReport> => {
    const report = await resolveReport(at, name);
    if ('code' in report) throw new Error(report.message);
    return report;
  };
  return { site, at, look };
}

test('an index whose build failed is found, and dropped once', async () => {
  const { site, at, look } = await opened();
  await expect(execute(site.host.databaseUrl, build)).rejects.toThrow('could not create unique index');
  const before = await look();
  expect(before).toMatchObject({ found: { extent: 'some', absent: 1 }, invalid: [index] });
  expect(before.undoing?.sql).toContain('DROP INDEX CONCURRENTLY');

  expect(await dropInvalidIndex(at, index)).toBeNull();
  expect(await look()).toMatchObject({ found: { extent: 'none' }, invalid: [] });
  expect(await dropInvalidIndex(at, index)).toBeNull();
});

test('an index that is valid by now stays', async () => {
  const { site, at, look } = await opened();
  await execute(site.host.databaseUrl, 'CREATE INDEX "Order_once_idx" ON "Order" (id)');
  expect(await dropInvalidIndex(at, index)).toMatchObject({ code: 'found-differs' });
  expect((await look()).found.extent).toBe('all');
});

test("an index that is being built is nobody's leftover", async () => {
  const { site, at, look } = await opened();
  const holder = new pg.Client({ connectionString: site.host.databaseUrl });
  await holder.connect();
  onTestFinished(() => holder.end());
  await holder.query('BEGIN; SELECT count(*) FROM "Order"; SELECT txid_current()');
  await holder.query('LOCK TABLE "Order" IN ROW EXCLUSIVE MODE');
  const building = execute(site.host.databaseUrl, 'CREATE INDEX CONCURRENTLY "Order_once_idx" ON "Order" (id)');
  const waits = 'SELECT 1 FROM pg_stat_progress_create_index WHERE datname = current_database()';
  while ((await execute(site.host.databaseUrl, waits)).length === 0);
  expect((await look()).invalid).toEqual([{ ...index, building: true }]);
  expect(await dropInvalidIndex(at, index)).toMatchObject({ code: 'found-differs' });
  await holder.query('COMMIT');
  await building;
  expect((await look()).found.extent).toBe('all');
});
