import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import {
  addMigration,
  applyMigrations,
  editMigration,
  migrationFile,
  migrationNames,
  removeMigration,
  runPrisma,
} from '../../../playground/hosts/migrations.ts';
import { standIn } from '../../../playground/prisma-engine/environment.mjs';
import { databaseUrl, execute, withAdvisoryLock } from '../../../playground/servers/postgres.ts';
import { freshHost } from '../../support/hosts.ts';

/** These tests are about the stand-in, so they name it even where the real engine is present. */
async function hostOnStandIn(options: Parameters<typeof freshHost>[0] = {}): Promise<DemoHost> {
  const host = await freshHost({ service: 'stopped', ...options });
  return { ...host, environment: { ...host.environment, PRISMA_SCHEMA_ENGINE_BINARY: standIn } };
}

const modes = ['whole', 'split'] as const;

test.each(modes)('deploys onto an empty database, file %s, and records the files by checksum', async (engineMode) => {
  const host = await hostOnStandIn({ database: 'empty', engineMode });
  const { exitCode, stdout } = await runPrisma(host, ['migrate', 'deploy']);
  expect(stdout).toContain('7 migrations found in prisma/migrations');
  expect(stdout).toContain('Applying migration `20230912081500_init`');
  expect(exitCode).toBe(0);
  const history = await execute<{ migration_name: string; checksum: string }>(
    host.databaseUrl,
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name',
  );
  expect(history).toEqual(await filesOf(host));
  expect(await execute(host.databaseUrl, 'SELECT count(*)::int AS n FROM "Order"')).toEqual([{ n: 20 }]);
});

test('status says up to date, then names what is pending', async () => {
  const host = await hostOnStandIn();
  expect(await runPrisma(host, ['migrate', 'status'])).toMatchObject({ exitCode: 0 });
  await addMigration(host, '20240510120000_add_vault', 'CREATE TABLE "Vault" ("id" INTEGER PRIMARY KEY);\n');
  const pending = await runPrisma(host, ['migrate', 'status']);
  expect(pending.exitCode).toBe(1);
  expect(pending.stdout).toContain('20240510120000_add_vault');
});

test('schema and migrations describe the same database', async () => {
  const host = await hostOnStandIn();
  const argv = ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema.prisma', '--exit-code'];
  expect(await runPrisma(host, argv)).toMatchObject({ exitCode: 0 });
  await execute(host.databaseUrl, 'ALTER TABLE "Customer" ADD COLUMN "phone" TEXT');
  const drifted = await runPrisma(host, [...argv, '--script']);
  expect(drifted.exitCode).toBe(2);
  expect(drifted.stdout).toContain('ALTER TABLE "Customer" DROP COLUMN "phone"');
});

test('dev --create-only writes the difference, by way of a shadow database that is gone afterwards', async () => {
  const host = await hostOnStandIn();
  const schema = path.join(host.appDirectory, 'prisma/schema.prisma');
  const text = await readFile(schema, 'utf8');
  await writeFile(schema, text.replace('karat Int         @default(24)', 'karat Int @default(24)\n  alloy String?'));
  const { exitCode, stderr } = await runPrisma(host, ['migrate', 'dev', '--create-only', '--name', 'add_alloy']);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const created = (await migrationNames(host)).find((name) => name.endsWith('_add_alloy')) ?? '';
  expect(await readFile(migrationFile(host, created), 'utf8')).toContain(
    'ALTER TABLE "Product" ADD COLUMN     "alloy" TEXT',
  );
  const shadows = "SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow_db%'";
  expect(await execute(host.databaseUrl, shadows)).toEqual([]);
});

test.each(modes)(
  'a failing file (%s) is P3018 with SQLSTATE and message, then P3009, then can be resolved',
  async (engineMode) => {
    const host = await hostOnStandIn({ engineMode });
    const name = '20240511120000_break';
    await addMigration(host, name, 'CREATE TABLE "Half" ("id" INTEGER);\nALTER TABLE "Nope" ADD COLUMN "x" INTEGER;\n');
    const failed = await runPrisma(host, ['migrate', 'deploy']);
    expect(failed.exitCode).toBe(1);
    for (const part of ['P3018', name, '42P01', 'relation "Nope" does not exist'])
      expect(failed.stderr).toContain(part);
    expect(await tableExists(host, 'Half')).toBe(engineMode === 'split');

    const next = await runPrisma(host, ['migrate', 'deploy']);
    expect(next.stderr).toContain('P3009');
    expect(await runPrisma(host, ['migrate', 'resolve', '--rolled-back', name])).toMatchObject({ exitCode: 0 });
    await removeMigration(host, name);
    expect(await runPrisma(host, ['migrate', 'status'])).toMatchObject({ exitCode: 0 });
  },
);

test('a function body with semicolons goes through whole and breaks when split', async () => {
  const body = 'CREATE FUNCTION one() RETURNS int AS $$ BEGIN RETURN 1; END; $$ LANGUAGE plpgsql;\n';
  const outcome = async (engineMode: 'whole' | 'split') => {
    const host = await hostOnStandIn({ engineMode });
    await addMigration(host, '20240512120000_function', body);
    return runPrisma(host, ['migrate', 'deploy']);
  };
  expect(await outcome('whole')).toMatchObject({ exitCode: 0 });
  expect((await outcome('split')).stderr).toContain('unterminated dollar-quoted string');
});

test('an edited applied file goes unnoticed by Prisma', async () => {
  const host = await hostOnStandIn();
  await editMigration(host, '20231004101500_add_orders', (sql) => `${sql}-- edited\n`);
  expect(await runPrisma(host, ['migrate', 'status'])).toMatchObject({ exitCode: 0 });
  expect(await runPrisma(host, ['migrate', 'deploy'])).toMatchObject({ exitCode: 0 });
});

test('while somebody holds the advisory lock, deploy gives up with P1002', async () => {
  const host = await hostOnStandIn();
  await addMigration(host, '20240510120000_add_vault', 'CREATE TABLE "Vault" ("id" INTEGER PRIMARY KEY);\n');
  const blocked = await withAdvisoryLock(host.databaseUrl, 72_707_369, () => runPrisma(host, ['migrate', 'deploy']));
  expect(blocked.exitCode).toBe(1);
  expect(blocked.stderr).toContain('P1002');
  expect(await tableExists(host, 'Vault')).toBe(false);
});

test('names the missing database, the wrong password and the silent server', async () => {
  const host = await hostOnStandIn();
  const statusOn = async (url: string) => {
    const environment = { ...host.environment, DATABASE_URL: url };
    return (await runPrisma({ ...host, environment }, ['migrate', 'status'])).stderr;
  };
  const { postgres } = inject('realParts');
  expect(await statusOn(databaseUrl(postgres, 'nowhere'))).toContain('P1003');
  expect(await statusOn(databaseUrl({ ...postgres, password: 'wrong' }, 'postgres'))).toContain('P1000');
  expect(await statusOn(databaseUrl({ ...postgres, port: 1 }, 'postgres'))).toContain('P1001');
});

test('deploy creates a database that is missing', async () => {
  const host = await hostOnStandIn();
  const url = `${host.databaseUrl}_new`;
  await applyMigrations({ ...host, databaseUrl: url, environment: { ...host.environment, DATABASE_URL: url } });
  expect(await execute(url, 'SELECT count(*)::int AS n FROM "Customer"')).toEqual([{ n: 4 }]);
});

test('the stand-in ends by itself once its standard input has ended, as the engine does', async () => {
  const host = await hostOnStandIn();
  const schema = path.join(host.appDirectory, 'prisma/schema.prisma');
  const params = { datasource: { tag: 'ConnectionString', url: host.databaseUrl } };
  const call = { id: 1, jsonrpc: '2.0', method: 'ensureConnectionValidity', params };
  const argv = ['--datasource', JSON.stringify({ url: host.databaseUrl }), '--datamodels', schema];
  const engine = spawn(process.execPath, [standIn, ...argv], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(engine, 'exit');
  engine.stdin.end(`${JSON.stringify(call)}\n`);
  const [answer] = (await once(engine.stdout, 'data')) as [Buffer];
  expect(JSON.parse(answer.toString())).toMatchObject({ id: 1 });
  expect(await ended).toEqual([0, null]);
});

test('a plain directory brings its environment in .env', async () => {
  const host = await hostOnStandIn({ layout: 'plain', database: 'empty' });
  const { exitCode, stdout } = await runPrisma({ ...host, environment: {} }, ['migrate', 'deploy']);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  expect(await execute(host.databaseUrl, 'SELECT count(*)::int AS n FROM "Country"')).toEqual([{ n: 3 }]);
});

async function filesOf(host: DemoHost) {
  const entry = async (name: string) => {
    const bytes = await readFile(migrationFile(host, name));
    return { migration_name: name, checksum: createHash('sha256').update(bytes).digest('hex') };
  };
  return Promise.all((await migrationNames(host)).map(entry));
}

async function tableExists(host: DemoHost, table: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM information_schema.tables WHERE table_name = $1';
  return (await execute(host.databaseUrl, sql, [table])).length > 0;
}
