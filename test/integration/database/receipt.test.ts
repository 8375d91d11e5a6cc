import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import { addMigration, editMigration, migrationNames } from '../../../playground/hosts/migrations.ts';
import { execute } from '../../../playground/servers/postgres.ts';
import type { Sha256 } from '../../../src/domain/ids.ts';
import { filesDigest, historyDigest } from '../../../src/prisma-cli/digest.ts';
import { readReceiptCheck } from '../../../src/prisma-cli/read-receipt.ts';
import { freshHost } from '../../support/hosts.ts';
import { connected, environmentOf, local } from './connected.ts';

/** Takes the receipt of a host as preflight does; `check` is what the deploy script would do later. */
async function receiptOf(host: DemoHost) {
  const remote = await connected(local);
  onTestFinished(() => remote[Symbol.asyncDispose]());
  const environment = environmentOf(host, local);
  const opened = await remote.targets.open(environment, remote.host);
  if (opened.kind === 'trouble') throw new Error(opened.trouble.message);
  const { session } = opened;
  const expected = { files: filesDigest(session.project.files), history: historyDigest(await session.history()) };
  await session[Symbol.asyncDispose]();
  return async (other: Partial<typeof expected> = {}) => {
    const argv = remote.targets.receiptCommand(environment, { ...expected, ...other });
    const exit = await remote.host.exec({ argv, directory: host.directory, stdin: null, timeLimitMs: 20_000 });
    if (exit.kind !== 'exited') throw new Error(exit.kind);
    return [exit.code, readReceiptCheck(exit.stdout)] as const;
  };
}

test('nothing changed: both digests are those of the pure counterpart', async () => {
  const check = await receiptOf(await freshHost());
  expect(await check()).toEqual([0, { kind: 'equal', historySeen: true }]);
});

test('a file changed, or one came, while the backup ran', async () => {
  const host = await freshHost();
  const check = await receiptOf(host);
  const [first = ''] = await migrationNames(host);
  await editMigration(host, first, (sql) => `${sql}\n`);
  const [code, found] = await check();
  expect([code, found?.kind]).toEqual([86, 'differs']);
  await addMigration(host, '20250101000000_late', 'SELECT 1;');
  expect(await check()).toEqual([
    86,
    { kind: 'differs', files: expect.arrayContaining([['20250101000000_late', expect.any(String)]]), history: null },
  ]);
});

test('somebody else deployed meanwhile', async () => {
  const host = await freshHost();
  const check = await receiptOf(host);
  await execute(
    host.databaseUrl,
    'UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)',
  );
  const [code, found] = await check();
  expect([code, found]).toMatchObject([86, { kind: 'differs', files: null, history: expect.any(Array) }]);
});

test('the history cannot be looked at', async () => {
  const host = await freshHost();
  const check = await receiptOf(host);
  await execute(
    new URL('/postgres', host.databaseUrl).href,
    `ALTER DATABASE "${new URL(host.databaseUrl).pathname.slice(1)}" ALLOW_CONNECTIONS false`,
  );
  expect(await check()).toEqual([87, { kind: 'unseen', why: '55000', of: 'database' }]);
});

test('an app without pg: the files alone are compared, and that is said', async () => {
  const host = await freshHost();
  const check = await receiptOf(host);
  const modules = path.join(host.appDirectory, 'node_modules');
  await rm(modules);
  await mkdir(modules);
  await symlink(new URL('../../../node_modules/prisma', import.meta.url).pathname, path.join(modules, 'prisma'));
  expect(await check()).toEqual([0, { kind: 'equal', historySeen: false }]);
  expect((await check({ files: 'x' as Sha256 }))[0]).toBe(86);
});
