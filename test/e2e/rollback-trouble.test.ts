import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { startService } from '../../playground/hosts/service.ts';
import { backUp, openRestore, rowsOf, safetyBackups, writeOver } from '../support/rollbacks.ts';
import { openTheatre, type Theatre } from '../support/stages.ts';

const withoutChoice = {
  command: ['./scripts/rollback.sh', '{env}'],
  answers: [{ when: 'restore the database', say: 'yes' }],
};

/** Asks at the terminal for something that nobody foresaw. */
const askingScript = `#!/bin/sh
printf 'Really drop the schema of %s? ' "$1"
read -r answer </dev/tty
`;

/** Longer than any single wait, so that a wait that fails says what it waited for. */
const limit = { timeout: 180_000 };

describe('a rollback that does not go the usual way', limit, () => {
  let theatre: Theatre;

  beforeAll(async () => {
    const freely = { protected: false, approvals: undefined, checklist: [] };
    theatre = await openTheatre({ rules: { production: { rules: freely, place: { rollback: withoutChoice } } } });
  }, limit.timeout);
  afterAll(async () => theatre[Symbol.asyncDispose]());

  test('a script that takes no file chooses by itself, and the card says so', async () => {
    const { production, submit, message } = theatre;
    await backUp(theatre, production, 'first');
    await writeOver(production);
    await backUp(theatre, production, 'second');
    const newest = await rowsOf(production);
    await writeOver(production);
    expect(await openRestore(theatre, production)).not.toContain('restore.backup');
    await submit('ana');
    await message(['Restore production', 'it chooses the file itself']);
    await message(['Restore production', 'Succeeded', 'the script chose the backup']);
    expect(await rowsOf(production)).toEqual(newest);
  });

  test('a safety backup that fails leaves all as it was, and the service is started again', async () => {
    const { staging, submit, message } = theatre;
    const chosen = await backUp(theatre, staging, 'before-lunch');
    await writeOver(staging);
    const rows = await rowsOf(staging);
    const mend = await breakDumps(staging);
    await openRestore(theatre, staging);
    await submit('ana', { 'restore.backup': chosen });
    await message(['Restore staging', 'Did not succeed', 'disk-full', 'The database was not changed.']);
    expect(await rowsOf(staging)).toEqual(rows);
    expect(isRunning(staging)).toBe(true);
    await mend();
  });

  test('a service that does not stop leaves all as it was; one that does not start is named, and started by the button', async () => {
    const { staging, press, submit, message, cardSays } = theatre;
    const older = await rowsOf(staging);
    const chosen = await backUp(theatre, staging, 'before-dusk');
    await writeOver(staging);
    const newer = await rowsOf(staging);
    const asked = async (verb: string) => {
      const mend = await breakService(staging, verb);
      await openRestore(theatre, staging);
      await submit('ana', { 'restore.backup': chosen });
      const card = await message(['Restore staging', 'service-command-failed', `* at ${verb} the service`]);
      await mend();
      return card;
    };
    await cardSays(await asked('stop'), 'The database was not changed.');
    expect(await rowsOf(staging)).toEqual(newer);
    expect(isRunning(staging)).toBe(true);

    const card = await asked('start');
    await cardSays(card, 'The service is stopped.', 'The backup is restored and verified', 'run.start-service');
    expect(await rowsOf(staging)).toEqual(older);
    await press('ana', card, 'run.start-service');
    await cardSays(card, 'The service was started');
    expect(isRunning(staging)).toBe(true);
  });

  test('a script that asks something unexpected is stopped, and the card shows the question and what comes next', async () => {
    const { staging, submit, message, type } = theatre;
    const rows = await rowsOf(staging);
    const chosen = await backUp(theatre, staging, 'before-tea');
    await writeFile(path.join(staging.directory, 'scripts/rollback.sh'), askingScript);
    await openRestore(theatre, staging);
    await submit('ana', { 'restore.backup': chosen });
    const next = ['The service is stopped.', '.godwit-safety/staging/', './bin/service start'];
    await message(['Restore staging', 'question-unanswered', 'Really drop the schema of staging?', ...next]);
    expect(isRunning(staging)).toBe(false);
    expect(await rowsOf(staging)).toEqual(rows);

    const typed = `cd ${staging.directory} &amp;&amp; ./bin/service start`; // as Slack has it escaped
    await message(['Restore staging', 'question-unanswered', typed]);
    await openRestore(theatre, staging);
    await submit('ana', { 'restore.backup': chosen });
    await message(['Restore staging', 'exec-failed', 'If it is stopped, type on the host', typed]);
    expect(isRunning(staging)).toBe(false);

    await startService(staging);
    await type('ana', 'backups staging');
    const [safety] = await safetyBackups(staging);
    await message(['Backups of staging', `.godwit-safety/staging/${safety}`, 'before-lunch']);
  });

  test('a backup that is only half there is refused while the service still runs', async () => {
    const { staging, submit, message } = theatre;
    const half = 'backups/staging/20260101-copied.dump';
    const whole = await readFile(path.join(staging.directory, await backUp(theatre, staging, 'before-supper')));
    await writeFile(path.join(staging.directory, half), whole.subarray(0, whole.length / 2));
    expect(await openRestore(theatre, staging)).toContain('not taken by Godwit: its history is unknown');
    await submit('ana', { 'restore.backup': half });
    await message(['Restore staging', half, 'backup-broken', 'The database was not changed.']);
    expect(isRunning(staging)).toBe(true);
  });
});

const isRunning = ({ directory }: DemoHost): boolean => existsSync(path.join(directory, '../container/state/running'));

/** From now on the service does not `stop`, or does not `start`; answers with what mends it. */
async function breakService({ directory }: DemoHost, verb: string): Promise<() => Promise<void>> {
  const file = path.join(directory, 'bin/service');
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.replace('exec node', `[ "$1" = ${verb} ] && exit 1\nexec node`));
  return () => writeFile(file, whole);
}

/** From now on dumps by the tools fail, as on a full disk; answers with what mends them. */
async function breakDumps({ directory }: DemoHost): Promise<() => Promise<void>> {
  const file = path.join(directory, 'bin/database');
  const whole = await readFile(file, 'utf8');
  const full = "case $* in *'pg_dump -Fc'*) echo 'No space left on device' >&2; exit 1 ;; esac\n";
  await writeFile(file, whole.replace('exec "$@"', `${full}exec "$@"`));
  return () => writeFile(file, whole);
}
