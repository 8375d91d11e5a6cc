import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import { addMigration, applyMigrations } from '../../../playground/hosts/migrations.ts';
import { breakHealth, startService, stopService } from '../../../playground/hosts/service.ts';
import { execute } from '../../../playground/servers/postgres.ts';
import { freshHost } from '../../support/hosts.ts';
import { ssh } from '../../support/ssh.ts';

const at = (host: DemoHost, line: string, options?: Parameters<typeof ssh>[2]) =>
  ssh(inject('realParts').ssh.staging, `cd '${host.directory}' && ${line}`, options);

// Godwit's own state in .local may be there already, from another test of this run.
test('a login has a clean home and finds the programs', async () => {
  const { staging } = inject('realParts').ssh;
  const { stdout } = await ssh(
    staging,
    'ls -A "$HOME" | grep -vx .local; command -v node pg_dump >/dev/null && echo found',
  );
  expect(stdout).toBe('found\n');
});

test('inside passes arguments, standard input and exit codes, and keeps its own environment', async () => {
  const host = await freshHost();
  expect(await at(host, `./bin/inside printf '%s|' 'a b' "c'd" '$HOME'`)).toMatchObject({ stdout: `a b|c'd|$HOME|` });
  expect(await at(host, './bin/inside cat', { input: 'to its end\n' })).toMatchObject({ stdout: 'to its end\n' });
  const both = await at(host, `./bin/inside sh -c 'echo out; echo err >&2; exit 42'`);
  expect(both).toEqual({ exitCode: 42, stdout: 'out\n', stderr: 'err\n' });
  expect((await at(host, `./bin/inside sh -c 'kill -9 $$'`)).exitCode).toBe(137);
  expect((await at(host, './bin/inside no-such-program')).exitCode).toBe(126);
  const variable = 'printf %s "$DATABASE_URL"';
  expect(await at(host, `SECRET=1 ./bin/inside sh -c 'echo "$SECRET"; ${variable}'`)).toMatchObject({
    stdout: `\n${host.databaseUrl}`,
  });
  expect((await at(host, variable)).stdout).toBe('');
});

test('Prisma sees the files inside, which are not those on the host', async () => {
  const host = await freshHost();
  const { exitCode, stdout } = await at(host, './bin/inside npx prisma migrate status');
  expect(stdout).toContain('7 migrations found');
  expect(exitCode).toBe(0);
  const onHost = (await readdir(path.join(host.directory, 'prisma/migrations'))).filter((name) => /^\d/.test(name));
  expect(onHost).toHaveLength(6);
});

test('in a plain directory everything works without a prefix', async () => {
  const host = await freshHost({ layout: 'plain' });
  expect(await at(host, 'npx prisma migrate status')).toMatchObject({ exitCode: 0 });
  expect(await at(host, './bin/service health')).toMatchObject({ exitCode: 0 });
  expect(await at(host, './bin/database psql -Atc \'SELECT count(*) FROM "Order"\'')).toMatchObject({ stdout: '20\n' });
});

test('a stopped service takes its commands with it and lets nobody inside until it starts', async () => {
  const host = await freshHost();
  expect(await at(host, './bin/service health')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('"ok"'),
  });
  const fifo = path.join(host.appDirectory, 'reached');
  await at(host, `mkfifo '${fifo}'`);
  const command = at(host, `./bin/inside sh -c 'echo reached > ${fifo}; exec cat ${fifo}'`);
  await readFile(fifo);
  await stopService(host);
  expect((await command).exitCode).toBe(137);
  expect(await at(host, './bin/inside true')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('not running'),
  });
  expect((await at(host, './bin/service health')).exitCode).toBe(1);
  await startService(host);
  expect((await at(host, './bin/inside true')).exitCode).toBe(0);
  await breakHealth(host, true);
  expect(await at(host, './bin/service health')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('503') });
});

test('the scripts of the guide: the chosen one of two backups comes back with its very rows', async () => {
  const host = await freshHost();
  const first = (await at(host, './scripts/backup.sh staging first')).stdout.trim().split(' ').at(-1) ?? '';
  await execute(host.databaseUrl, `UPDATE "Customer" SET "name" = 'changed'`);
  await at(host, './scripts/backup.sh staging second');
  expect(await readdir(path.join(host.directory, 'backups/staging'))).toHaveLength(2);
  await addMigration(host, '20240510120000_add_vault', vault);
  await applyMigrations(host);
  await stopService(host);

  expect((await at(host, './scripts/rollback.sh staging')).stderr).toContain('no terminal');
  const refused = await at(host, `./scripts/rollback.sh staging '${first}'`, { terminal: true, input: 'no\n' });
  expect(refused).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('restore the database? (yes/no)') });
  const line = `GODWIT_BACKUP='${first}' ./scripts/rollback.sh staging`;
  expect(await at(host, line, { terminal: true, input: 'yes\n' })).toMatchObject({ exitCode: 0 });

  const names = await execute(host.databaseUrl, 'SELECT "name" FROM "Customer" ORDER BY "id" LIMIT 2');
  expect(names).toEqual([{ name: 'Ring & Sons' }, { name: 'Harbour Jewels' }]);
  expect(await execute(host.databaseUrl, `SELECT to_regclass('"Vault"') AS vault`)).toEqual([{ vault: null }]);
});

const vault = `CREATE TABLE "Vault" ("id" INTEGER PRIMARY KEY, "customerId" INTEGER REFERENCES "Customer" ("id"));\n`;

test('backups can be absent, fail, or leave half a file', async () => {
  const absent = await freshHost({ backup: 'none', service: 'stopped' });
  expect(await readdir(path.join(absent.directory, 'scripts'))).toEqual(['rollback.sh']);

  const failing = await freshHost({ backup: 'failing', service: 'stopped' });
  const failed = await at(failing, './scripts/backup.sh staging x');
  expect(failed).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('No space left on device') });

  const half = await freshHost({ backup: 'half', service: 'stopped' });
  const { exitCode, stdout } = await at(half, './scripts/backup.sh staging x');
  expect(exitCode).toBe(0);
  const file = path.join(half.directory, stdout.trim().split(' ').at(-1) ?? '');
  expect((await stat(file)).size).toBeGreaterThan(0);
  expect((await at(half, `pg_restore -f /dev/null '${file}'`)).exitCode).not.toBe(0);
});
