import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const lock = path.resolve(import.meta.dirname, '../../../scripts/setup/lock.mjs');

/** Each process notes when it is in and out; it stays in until it has seen the event loop turn a few times. */
const program = `
  import { appendFileSync } from 'node:fs';
  import { setTimeout as wait } from 'node:timers/promises';
  import { alone } from ${JSON.stringify(lock)};
  await alone(async () => {
    appendFileSync(process.env.NOTES, 'in\\n');
    await wait(20);
    appendFileSync(process.env.NOTES, 'out\\n');
  });
`;

test('set-ups of one project run one after the other, and leave no lock behind', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'godwit-lock-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const env = { ...process.env, TMPDIR: directory, NOTES: path.join(directory, 'notes') };
  const start = () => spawn(process.execPath, ['--input-type=module', '-e', program], { env, stdio: 'ignore' });
  const ends = await Promise.all([start(), start(), start()].map((child) => once(child, 'exit')));
  expect(ends).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ]);
  expect(await readFile(env.NOTES, 'utf8')).toBe('in\nout\n'.repeat(3));
});
