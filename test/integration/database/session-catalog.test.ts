import { expect, onTestFinished, test } from 'vitest';
import { execute } from '../../../playground/servers/postgres.ts';
import { getName } from '../../../src/review/catalog/name-map.ts';
import { freshHost } from '../../support/hosts.ts';
import { connected, environmentOf, local } from './connected.ts';

async function openHost() {
  const host = await freshHost();
  const { targets, host: reached, ...remote } = await connected(local);
  const opened = await targets.open(environmentOf(host, local), reached);
  if (opened.kind === 'trouble') throw new Error(opened.trouble.message);
  const { session } = opened;
  onTestFinished(async () => {
    await session[Symbol.asyncDispose]();
    await remote[Symbol.asyncDispose]();
  });
  return { host, targets, session };
}

test('the catalog is read through the session that is open already, which goes on as before', async () => {
  const { host, targets, session } = await openHost();
  await execute(host.databaseUrl, 'ANALYZE');
  const seen = await targets.catalog(session);
  if (seen.kind !== 'catalog') throw new Error(seen.why);
  const order = getName(seen.catalog.tables, 'public.Order');
  expect(seen.catalog.serverVersion).toBeGreaterThan(14);
  expect(order?.columns.length).toBeGreaterThan(1);
  expect(order?.bytes).toBeGreaterThan(0);
  expect(await session.query('SELECT current_setting($1) AS t', ['statement_timeout'])).toEqual([{ t: '5s' }]);
  expect(await session.history()).not.toEqual([]);
});

test('a table that somebody holds makes it say so in time, and leaves the session usable', async () => {
  const { host, targets, session } = await openHost();
  const { default: pg } = await import('pg');
  const other = new pg.Client({ connectionString: host.databaseUrl });
  await other.connect();
  onTestFinished(() => other.end());
  await other.query('BEGIN; LOCK TABLE "Order" IN ACCESS EXCLUSIVE MODE');
  expect(await targets.catalog(session)).toMatchObject({
    kind: 'unusable',
    why: 'reading it took longer than 2 s',
    serverVersion: 15,
  });
  expect(await session.history()).not.toEqual([]);
});
