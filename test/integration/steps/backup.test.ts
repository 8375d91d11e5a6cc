import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Backup } from '../../../src/domain/backup.ts';
import { backup } from '../../../src/steps/backup.ts';
import type { StepContext, StepOutcome } from '../../../src/steps/step.ts';
import { verifyBackup } from '../../../src/steps/verify-backup.ts';
import { backingUp, openSite, type Site } from './step-site.ts';

const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

async function taken(context: StepContext): Promise<Backup> {
  const outcome = await backup(context);
  if (outcome.kind !== 'done' || outcome.backup === undefined) throw new Error(JSON.stringify(outcome));
  return outcome.backup;
}

/** Takes one and verifies it, as a run does. */
async function takenAndVerified(site: Site, label: string, earlierBackups: readonly Backup[]): Promise<Backup> {
  const context = site.context(backingUp(label), { earlierBackups });
  const made = await taken(context);
  const verified = await verifyBackup({ ...context, run: { ...context.run, backup: made } });
  if (verified.kind !== 'done' || verified.backup === undefined) throw new Error(JSON.stringify(verified));
  return verified.backup;
}

test('without a script, pg_dump writes what only its owner may read, with its checksum beside it', async () => {
  const { host, context } = await openSite();
  const made = await taken(context(backingUp()));
  const file = path.join(host.directory, made.path);
  expect(made.path).toMatch(/^backups\/staging\/\d{8}T\d{6}Z-before\.dump$/);
  expect(await mode(path.dirname(file))).toBe('700');
  expect(await mode(file)).toBe('600');
  expect(await mode(`${file}.sha256`)).toBe('600');
  const sum = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  expect(made.sha256).toBe(sum);
  expect(await readFile(`${file}.sha256`, 'utf8')).toContain(sum);
  expect(made.history).toHaveLength(7);
});

test("Godwit's own backups beyond the number to keep are removed, a team's file never", async () => {
  const site = await openSite({
    environment: { backup: { command: null, directory: 'backups/{env}', keep: 2, answers: [] } },
  });
  const directory = path.join(site.host.directory, 'backups/staging');
  await mkdir(directory);
  await writeFile(path.join(directory, 'by-hand.sql'), 'select 1;\n');
  let earlier: readonly Backup[] = [];
  for (const label of ['one', 'two', 'three']) earlier = [await takenAndVerified(site, label, earlier), ...earlier];
  const left = (await readdir(directory)).filter((name) => !name.endsWith('.sha256'));
  expect(left.map((name) => name.replace(/^\d{8}T\d{6}Z-/, '')).sort()).toEqual([
    'by-hand.sql',
    'three.dump',
    'two.dump',
  ]);
  expect(await readdir(directory)).toHaveLength(5);
});

test('tools that are older than the server are refused before anything is written', async () => {
  const { host, context } = await openSite({
    environment: { database: { via: 'app', variable: 'DATABASE_URL', tools: ['./bin/old'] } },
  });
  await writeFile(path.join(host.directory, 'bin/old'), '#!/bin/sh\necho "$1 (PostgreSQL) 9.6.24"\n', { mode: 0o755 });
  const outcome: StepOutcome = await backup(context(backingUp()));
  expect(outcome).toMatchObject({ kind: 'failed', trouble: { code: 'tools-version' } });
  await expect(readdir(path.join(host.directory, 'backups/staging'))).rejects.toThrow('ENOENT');
});
