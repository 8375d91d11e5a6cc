import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Backup } from '../../../src/domain/backup.ts';
import { verifyBackup, verifyFile } from '../../../src/steps/verify-backup.ts';
import { sampleBackup } from '../../fakes/sample-backups.ts';
import { freshHost } from '../../support/hosts.ts';
import { backingUp, openSite } from './step-site.ts';

const run = promisify(execFile);
const dumps = new Map<string, Buffer>();

beforeAll(async () => {
  const { databaseUrl } = await freshHost({ service: 'stopped' });
  const file = path.join(inject('realParts').directory, 'dump-to-verify');
  for (const form of ['custom', 'tar', 'plain']) {
    await run('pg_dump', [`--format=${form}`, `--file=${file}`, databaseUrl]);
    dumps.set(form, await readFile(file));
  }
});

const dump = (form: string): Buffer => dumps.get(form) ?? Buffer.alloc(0);
const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2);

describe('a backup is verified by its content', () => {
  test.each<[string, () => Buffer, object]>([
    ['custom form', () => dump('custom'), { kind: 'verified', how: 'pg_restore' }],
    ['tar form', () => dump('tar'), { kind: 'verified', how: 'pg_restore' }],
    ['half of the custom form', () => half(dump('custom')), { kind: 'broken' }],
    ['gzip', () => gzipSync(dump('plain')), { kind: 'verified', how: 'gzip' }],
    ['broken gzip', () => half(gzipSync(dump('plain'))), { kind: 'broken' }],
    ['plain SQL', () => dump('plain'), { kind: 'verified', how: 'plain-sql' }],
    ['half of plain SQL', () => half(dump('plain')), { kind: 'broken' }],
    ['something else', () => Buffer.from('CREATE TABLE t (id int);\n'), { kind: 'unverified' }],
    ['nothing at all', () => Buffer.alloc(0), { kind: 'unverified' }],
  ])('%s', async (_, content, expected) => {
    const { host, context } = await openSite({ service: 'running' });
    await mkdir(path.join(host.directory, 'backups/staging'));
    await writeFile(path.join(host.directory, 'backups/staging/any name.dump'), content());
    expect(await verifyFile(context(backingUp()), 'backups/staging/any name.dump')).toMatchObject(expected);
  });
});

test('a backup much smaller than the one before is a success that says so', async () => {
  const { host, context } = await openSite();
  const file = 'backups/staging/whole.dump';
  await mkdir(path.join(host.directory, 'backups/staging'));
  await writeFile(path.join(host.directory, file), dump('custom'));
  const backup: Backup = sampleBackup({ path: file, by: 'script', bytes: 12_000 });
  const plain = context(backingUp());
  const after = (bytes: number, by: Backup['by'] = 'script') =>
    verifyBackup({
      ...plain,
      run: { ...plain.run, backup },
      earlierBackups: [sampleBackup({ path: 'backups/staging/before.dump', by, bytes })],
    });
  expect(await after(30_000)).toMatchObject({ kind: 'done', summary: 'read through, but only 12 kB after 30 kB' });
  expect(await after(20_000)).toMatchObject({ summary: 'read through' });
  expect(await after(30_000, 'pg_dump')).toMatchObject({ summary: 'read through' });
});

describe('a backup that nobody can verify', () => {
  test.each([
    [
      true,
      { kind: 'failed', trouble: { code: 'backup-unverified' }, backup: { verification: { kind: 'unverified' } } },
    ],
    [false, { kind: 'done', backup: { verification: { kind: 'unverified' } } }],
  ])('protected: %s', async (isProtected, expected) => {
    const { host, context } = await openSite({ protected: isProtected });
    await mkdir(path.join(host.directory, 'backups/staging'));
    await writeFile(path.join(host.directory, 'backups/staging/odd.dump'), 'something');
    const backup: Backup = sampleBackup({ path: 'backups/staging/odd.dump', by: 'script' });
    const plain = context(backingUp());
    expect(await verifyBackup({ ...plain, run: { ...plain.run, backup } })).toMatchObject(expected);
  });
});
