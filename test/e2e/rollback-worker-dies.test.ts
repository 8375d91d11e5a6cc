import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { backUp, openRestore, rowsOf, writeOver } from '../support/rollbacks.ts';
import { openTheatre } from '../support/stages.ts';

test('a worker that dies between stop and restore: another one finishes, though the app cannot be asked any more', async () => {
  await using theatre = await openTheatre({ roles: 'apart', staging: { rollback: 'none', backup: 'none' } });
  const { staging, submit, message, cardSays, stage } = theatre;
  const chosen = await backUp(theatre, staging, 'before-lunch');
  const rows = await rowsOf(staging);
  await writeOver(staging);
  const letThrough = await holdUpDumps(staging);

  await openRestore(theatre, staging);
  await submit('ana', { 'restore.backup': chosen });
  const card = await message(['Restore staging', '▸ *safety backup*']);
  await stage.slack.waitFor(() => existsSync(held(staging)) || undefined, { what: 'the dump', timeoutMs: 60_000 });
  const worker = stage.godwits.find(({ logFile }) => logFile.includes('worker'));
  await worker?.end('SIGKILL');
  await stage.start('worker');
  await letThrough();

  await cardSays(card, 'Succeeded', '✓ *safety backup*', '_before_');
  expect(await rowsOf(staging)).toEqual(rows);
  expect(existsSync(path.join(staging.directory, '../container/state/running'))).toBe(true);
}, 180_000);

const gate = ({ directory }: DemoHost): string => path.join(directory, 'gate');
const held = ({ directory }: DemoHost): string => path.join(directory, 'held');

/** From now on dumps by the tools say that they have begun, and wait until they are let through. */
async function holdUpDumps(host: DemoHost): Promise<() => Promise<void>> {
  const file = path.join(host.directory, 'bin/database');
  const whole = await readFile(file, 'utf8');
  const wait = `while [ -e '${gate(host)}' ]; do : > '${held(host)}'; sleep 0.1; done`;
  await writeFile(gate(host), '');
  await writeFile(file, whole.replace('exec "$@"', `case $* in *'pg_dump -Fc'*) ${wait} ;; esac\nexec "$@"`));
  return () => rm(gate(host));
}
