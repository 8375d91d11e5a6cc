import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { startService } from '../../playground/hosts/service.ts';
import { killAllIn, processesIn } from '../support/remotes.ts';
import { backUp, openRestore, rowsOf, writeOver } from '../support/rollbacks.ts';
import { openTheatre, type Theatre } from '../support/stages.ts';

/** A menu of the shell's own. */
const answers = [{ when: '2) everything', say: '2' }];
const menu = `PS3='#? '
select kind in 'the schema' everything; do break; done
[ "$kind" = everything ] || exit 9
`;
const fiftyMegabytes = 'head -c 52428800 /dev/zero | tr "\\0" "x" | fold -w 200\n';
const asking = `printf 'Overwrite the newest of %s? [y/N] ' "$1"\nread -r answer\necho "$answer"\n`;
const hanging = 'echo waiting for the other data centre\nsleep 300\n';
const leaving = 'sleep 300 &\n';

/** Longer than any single wait, so that a wait that fails says what it waited for. */
const limit = { timeout: 180_000 };

describe("the team's scripts, as they are", limit, () => {
  let theatre: Theatre;

  beforeAll(async () => {
    const backup = { command: ['./scripts/backup.sh', '{env}', '{label}'], directory: 'backups/{env}', answers };
    const rollback = { command: ['./scripts/rollback.sh', '{env}', '{backup}'], answers };
    const limits = { step: '12s' };
    const place = { backup, rollback, limits };
    const freely = { protected: false, approvals: undefined, checklist: [] };
    theatre = await openTheatre({ rules: { staging: { place }, production: { rules: freely, place } } });
  }, limit.timeout);
  afterAll(async () => theatre[Symbol.asyncDispose]());

  describe('a backup script', () => {
    const story = async (text: string, label: string, ...words: readonly string[]) => {
      const { staging, type, message } = theatre;
      await script(staging, 'backup.sh', text);
      await type('ana', `backup staging ${label}`);
      await message([label, ...words]);
    };

    test('chooses from a menu what is configured, prints 50 MB, and is a success', async () => {
      await story(menu + fiftyMegabytes + dump, 'menu', 'Succeeded');
    });

    test('that asks something else is stopped, with its question on the card', async () => {
      await story(asking, 'asks', 'question-unanswered', 'Overwrite the newest of staging? [y/N]');
    });

    test('that ends with another code, in the middle of a line, did not succeed', async () => {
      await story("printf 'no route to the bucket'\nexit 3\n", 'code', 'backup-failed', 'exit code 3');
    });

    test('that hangs is ended at the limit with all that it started', async () => {
      await story(hanging, 'hangs', 'time-limit', '12 s');
      expect(processesIn(theatre.staging.directory)).toEqual([]);
    });

    test('that ends while something of it goes on is no success', async () => {
      await story(dump + leaving, 'leaves', 'backup-failed', 'still at work');
      killAllIn(theatre.staging.directory);
    });
  });

  describe('a rollback script', () => {
    /** Asks for a restore by this script and waits for its card. */
    const story = async (text: string, label: string, ...words: readonly string[]) => {
      const { production, submit, message } = theatre;
      await script(production, 'backup.sh', menu + dump);
      const chosen = await backUp(theatre, production, label);
      const rows = await rowsOf(production);
      await writeOver(production);
      await script(production, 'rollback.sh', text);
      await openRestore(theatre, production);
      await submit('ana', { 'restore.backup': chosen });
      await message(['Restore production', ...words]);
      return rows;
    };

    test('chooses from a menu what is configured, prints 50 MB, and is a success', async () => {
      const rows = await story(menu + fiftyMegabytes + load, 'menu', 'Succeeded');
      expect(await rowsOf(theatre.production)).toEqual(rows);
    });

    test('that hangs is ended at the limit with all that it started', async () => {
      await story(hanging, 'hangs', 'time-limit', '12 s', 'The service is stopped.');
      expect(processesIn(theatre.production.directory)).toEqual([]);
      await startService(theatre.production);
    });

    test('that ends while something of it goes on is no success, and the service stays stopped', async () => {
      await story(
        `(trap '' HUP; sleep 300) &\n`,
        'leaves',
        'restore-failed',
        'still at work',
        'The service is stopped.',
      );
      expect(isRunning(theatre.production)).toBe(false);
      killAllIn(theatre.production.directory);

      const { press, message, cardSays } = theatre;
      const card = await message(['Restore production', 'still at work', 'run.start-service']);
      await press('ben', card, 'run.start-service');
      await cardSays(card, 'The service was started', 'restore the safety backup');
      expect(isRunning(theatre.production)).toBe(true);
    });
  });
});

const isRunning = ({ directory }: DemoHost): boolean => existsSync(path.join(directory, '../container/state/running'));

const dump = './bin/database pg_dump --format=custom --file="backups/$1/$2.dump"\n';
const load = `./bin/database psql -q -X --command='DROP SCHEMA public CASCADE; CREATE SCHEMA public;'
./bin/database sh -c 'exec pg_restore --exit-on-error --single-transaction --no-owner --dbname="$PGDATABASE" "$1"' sh "$2"
`;

/** A script of bash, in the environment's directory. */
const script = ({ directory, name }: DemoHost, file: string, text: string) =>
  writeFile(path.join(directory, 'scripts', file), `#!/bin/bash\nmkdir -p backups/${name}\n${text}`);
