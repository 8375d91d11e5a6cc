import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { freshHost } from '../../support/hosts.ts';
import { connected, environmentOf, local } from './connected.ts';

async function looked() {
  const host = await freshHost({ service: 'stopped', layout: 'plain' });
  const remote = await connected(local);
  const opened = await remote.targets.open(environmentOf(host, local), remote.host);
  if (opened.kind === 'trouble') throw new Error(opened.trouble.message);
  const other = new pg.Client({ connectionString: host.databaseUrl, application_name: 'deployer' });
  const ended = new Promise<void>((end) => other.once('end', end));
  other.on('error', () => undefined);
  await other.connect();
  onTestFinished(async () => {
    await other.end().catch(() => undefined);
    await opened.session[Symbol.asyncDispose]();
    await remote[Symbol.asyncDispose]();
  });
  return { targets: remote.targets, sql: opened.session, other, ended };
}

test("the holder of Prisma's lock is named, others are not", async () => {
  const { targets, sql, other } = await looked();
  await other.query('SELECT pg_advisory_lock(72707368), pg_advisory_lock(0, 72707369)');
  expect(await targets.lockHolder(sql)).toBeNull();
  await other.query('SELECT pg_advisory_lock(72707369)');
  const holder = await targets.lockHolder(sql);
  expect(holder).toMatchObject({ applicationName: 'deployer', state: 'idle' });
  await other.query('SELECT pg_advisory_unlock(72707369)');
  expect(await targets.lockHolder(sql)).toBeNull();
});

test('its statement is cancelled, then its session ended; afterwards it is gone', async () => {
  const { targets, sql, other, ended } = await looked();
  await other.query('SELECT pg_advisory_lock(72707369)');
  const running = other.query('SELECT pg_sleep(60)').catch((error: { code?: string }) => error.code);
  const holder = await targets.lockHolder(sql);
  if (holder === null) throw new Error('nobody holds the lock');
  expect(await targets.cancelMigration(sql, { ...holder, backendStart: '1.000000' }, 'cancel')).toBe('gone');
  expect(await targets.cancelMigration(sql, holder, 'cancel')).toBe('sent');
  expect(await running).toBe('57014');
  expect(await targets.cancelMigration(sql, holder, 'terminate')).toBe('sent');
  await ended;
  expect(await targets.cancelMigration(sql, holder, 'terminate')).toBe('gone');
});
