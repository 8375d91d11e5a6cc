import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type DemoHost, templates } from '../../playground/hosts/host-layout.ts';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { freePort } from '../../playground/servers/free-port.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { freshHost } from '../support/hosts.ts';
import { openScene, patienceMs, type Scene, says } from '../support/stages.ts';

const vault = '20260101000000_add_vault';
const foreignKey = `SHA256:${'A'.repeat(43)}`;
/** Filling a disk takes a small one of its own, which only root may mount. */
const mayMount = process.getuid?.() === 0;

let scene: Scene;
const hosts: Record<string, DemoHost> = {};
const mounted: string[] = [];

beforeAll(async () => {
  const { ssh } = inject('realParts');
  const { staging: address } = ssh;
  const pending = async (name: string, options: Parameters<typeof freshHost>[0] = {}) => {
    const host = await freshHost({ name, ...options });
    await addMigration(host, vault, 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
    hosts[name] = host;
    return { host, ssh: address };
  };
  const [plain, bare, other, full, filling, failing, half, none, several, stopped] = await Promise.all([
    pending('plain'),
    pending('bare'),
    pending('other'),
    pending('full'),
    pending('filling', { backup: 'failing' }),
    pending('failing'),
    pending('half', { backup: 'half' }),
    pending('none'),
    pending('several'),
    pending('stopped', { service: 'stopped' }),
  ]);
  await rm(path.join(bare.host.appDirectory, 'node_modules'));
  await installPrisma(other.host, '8.0.1');
  await backUpBy(failing.host, 'echo "no such tablespace" >&2\nexit 3');
  await backUpBy(none.host, 'echo "Backup written"');
  await backUpBy(several.host, 'mkdir -p backups/$1; echo a >backups/$1/a.dump; echo b >backups/$1/b.dump');
  if (mayMount) fillDisk(full.host);
  scene = await openScene({
    unreachable: { ...plain, ssh: { ...address, port: await freePort() } },
    stranger: { ...plain, ssh: { ...address, hostKeyFingerprint: foreignKey } },
    nowhere: { ...plain, place: { directory: '/opt/nowhere' } },
    ...{ bare, other, full, filling, failing, half, none, several, stopped },
  });
}, patienceMs * 3);
afterAll(async () => {
  await scene?.[Symbol.asyncDispose]();
  for (const directory of mounted) execFileSync('umount', [directory]);
});

describe.concurrent('a host that is not as it should be', { timeout: patienceMs * 3 }, () => {
  test('cannot be reached: the card says where and why', async () => {
    await scene.type('ana', 'status unreachable');
    const card = await scene.message(['Status of unreachable', 'host-unreachable']);
    says(card, 'The host cannot be reached', 'it refused the connection', 'address and port');
    await scene.type('ana', 'deploy unreachable');
    says(await scene.failedCardOf('unreachable'), 'Did not succeed', 'The host cannot be reached', 'was not changed');
  });

  test('shows another key: nobody logs in, and both fingerprints are told', async () => {
    await scene.type('ana', 'status stranger');
    const card = await scene.message(['Status of stranger', 'host-key-mismatch']);
    const { hostKeyFingerprint } = inject('realParts').ssh.staging;
    says(card, foreignKey, hostKeyFingerprint, 'did not log in', 'another key than the pinned one');
  });

  test('lacks the directory', async () => {
    await scene.type('ana', 'status nowhere');
    const card = await scene.message(['Status of nowhere', 'directory-missing']);
    says(card, 'The directory is not on the host', '/opt/nowhere', 'Check `directory`');
  });

  test('lacks prisma', async () => {
    await scene.type('ana', 'deploy bare');
    says(await scene.failedCardOf('bare'), 'Prisma is not installed there', 'prisma-missing', 'was not changed');
  });

  test('has another version of prisma', async () => {
    await scene.type('ana', 'deploy other');
    says(
      await scene.failedCardOf('other'),
      'Prisma 8.0.1 is not one of the versions',
      'prisma-version',
      'was not changed',
    );
    expect(await hasVault('other')).toBe(false);
  });

  test('has its service stopped', async () => {
    await scene.type('ana', 'status stopped');
    const card = await scene.message(['Status of stopped', 'exec-failed']);
    says(
      card,
      'The service may be stopped',
      'gold-factory-backend is not running',
      'Check that the service is running',
    );
  });
});

describe.concurrent('a backup that cannot be trusted stops the run before anything changed', {
  timeout: patienceMs * 3,
}, () => {
  test.skipIf(!mayMount)('the disk is too small: preflight says so (only root can mount a small disk)', async () => {
    await scene.type('ana', 'deploy full');
    const card = await scene.failedCardOf('full');
    says(card, 'The disk is full', 'disk-full', 'Did not succeed* at preflight', 'was not changed');
    expect(await hasVault('full')).toBe(false);
  });

  test('the disk fills up while the backup is written', async () => {
    await scene.type('ana', 'deploy filling');
    const card = await scene.failedCardOf('filling');
    says(
      card,
      'The disk is full',
      'disk-full',
      'Did not succeed* at backup',
      'Make room on the host',
      'was not changed',
    );
    expect(await hasVault('filling')).toBe(false);
  });

  test('the script ends with an error', async () => {
    await scene.type('ana', 'deploy failing');
    const card = await scene.failedCardOf('failing');
    says(card, 'The backup script ended with exit code 3', 'backup-failed', 'The database was not changed');
    says(card, '· deploy', 'run.show-log');
    expect(JSON.stringify(card)).not.toContain('no such tablespace');
    expect(await hasVault('failing')).toBe(false);
  });

  test('half a file is found by its content', async () => {
    await scene.type('ana', 'deploy half');
    const card = await scene.failedCardOf('half');
    says(card, 'The backup is broken', 'backup-broken', 'Did not succeed* at verify backup', 'was not changed');
    expect(await hasVault('half')).toBe(false);
  });

  test('no file, or several, are no backup', async () => {
    await scene.type('ana', 'backup none');
    await scene.type('ana', 'backup several');
    says(await scene.failedCardOf('none'), 'left no new file in backups/none', 'backup-not-found');
    says(await scene.failedCardOf('several'), 'left 2 new files', 'backups/several/a.dump', 'backup-ambiguous');
  });
});

async function hasVault(environment: string): Promise<boolean> {
  const [row] = await execute<{ name: string | null }>(
    hosts[environment]?.databaseUrl ?? '',
    `SELECT to_regclass('"Vault"')::text AS name`,
  );
  return row?.name !== null;
}

/** The same packages, but for the version that prisma says it has. */
async function installPrisma({ appDirectory }: DemoHost, version: string): Promise<void> {
  const own = path.join(appDirectory, 'node_modules');
  await rm(own);
  await linkAll(templates.nodeModules, own, 'prisma');
  await linkAll(path.join(templates.nodeModules, 'prisma'), path.join(own, 'prisma'), 'package.json');
  const described = JSON.parse(await readFile(path.join(templates.nodeModules, 'prisma/package.json'), 'utf8'));
  await writeFile(path.join(own, 'prisma/package.json'), JSON.stringify({ ...described, version }));
}

async function linkAll(from: string, to: string, except: string): Promise<void> {
  await mkdir(to);
  const names = (await readdir(from)).filter((name) => name !== except);
  await Promise.all(names.map((name) => symlink(path.join(from, name), path.join(to, name))));
}

async function backUpBy({ directory }: DemoHost, lines: string): Promise<void> {
  const script = path.join(directory, 'scripts/backup.sh');
  await writeFile(script, `#!/bin/sh\ncd "$(dirname -- "$0")/.."\n${lines}\n`);
  await chmod(script, 0o755);
}

function fillDisk({ directory }: DemoHost): void {
  const backups = path.join(directory, 'backups');
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', backups]);
  mounted.push(backups);
}
