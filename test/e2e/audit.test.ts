import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { engineEnvironment } from '../../playground/prisma-engine/environment.mjs';
import { createLogin, execute } from '../../playground/servers/postgres.ts';
import { runGodwit } from '../../playground/stage/godwit-process.ts';
import type { Effect } from '../../src/domain/effect.ts';
import { ana, noon, production } from '../fakes/sample-runs.ts';
import { freshDatabase } from '../support/databases.ts';
import { watch } from '../support/survival.ts';

const call = promisify(execFile);
const record = (detail: number): Effect => ({
  kind: 'record',
  entry: { at: noon, actor: ana, action: 'run.noted', environment: production, run: null, detail },
});
const manyEntries = 2_500;

describe('the audit chain on the command line', () => {
  let owner = '';
  let running = '';
  beforeAll(async () => {
    owner = await freshDatabase('audit_cli');
    running = await createLogin(owner);
  });
  const godwit = (argv: readonly string[], url = running) =>
    runGodwit(argv, { DATABASE_URL: url, ...engineEnvironment() });

  test('migrate gives the running role what it needs, and says so', async () => {
    const variables = { DATABASE_OWNER_URL: owner, DATABASE_URL: running, ...engineEnvironment() };
    const migrated = await runGodwit(['migrate'], variables);
    expect(migrated).toMatchObject({ exitCode: 0 });
    expect(migrated.stdout).toContain(`The role "${new URL(running).username}" may now do what a running Godwit needs`);
    await using store = watch(running);
    await store.perform(
      null,
      Array.from({ length: manyEntries }, (_, at) => record(at)),
    );
    const nobody = { ...variables, DATABASE_URL: 'postgres://nobody:hush@127.0.0.1/x' };
    const refused = await runGodwit(['migrate'], nobody);
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.stderr).toContain('there is no role "nobody"; create it with CREATE ROLE "nobody" LOGIN');
    expect(refused.stderr).not.toContain('hush');
  });

  test('verify-audit proves it', async () => {
    const proved = await godwit(['verify-audit']);
    expect(proved).toMatchObject({ exitCode: 0, stderr: '' });
    expect(proved.stdout).toMatch(/^The audit chain is whole: 2500 entries, the last with the hash [0-9a-f]{64}\.\n$/);
  });

  test('export-audit writes JSON lines, also for somebody who reads only the first', async () => {
    const exported = await godwit(['export-audit']);
    const lines = exported.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toHaveLength(manyEntries);
    expect(lines[1]).toEqual({
      ...{ sequence: 2, at: '2026-11-22T12:00:00.000Z', actor: ana, action: 'run.noted', detail: 1 },
      ...{ environment: production, run: null, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const piped = `set -o pipefail; "${process.execPath}" bin/godwit.js export-audit | head -n 1`;
    const first = await call('bash', ['--norc', '-c', piped], {
      env: { PATH: process.env.PATH, DATABASE_URL: running },
    });
    expect(first.stderr).not.toContain('EPIPE');
    expect(JSON.parse(first.stdout)).toEqual(lines[0]);
  });

  test('verify-audit names the first broken link, and nothing in it reaches the terminal', async () => {
    await execute(owner, `UPDATE audit SET actor = E'U01\\u001b[2J' WHERE sequence = 1200`);
    const broken = await godwit(['verify-audit']);
    expect(broken).toMatchObject({ exitCode: 1, stdout: '' });
    expect(broken.stderr).toBe(
      'The audit chain is broken at entry 1200: run.noted by U01⟨U+001B⟩[2J at 2026-11-22T12:00:00.000Z, gold-factory/production. ' +
        'Its hash does not cover what stands there: this entry was changed, or the one before together with its hash.\n',
    );
  });

  test('a database that cannot be read is no broken chain', async () => {
    const away = await godwit(['verify-audit'], 'postgres://godwit:hush@127.0.0.1:1/x');
    expect(away.exitCode).toBe(2);
    expect(away.stderr).toContain('reading the audit chain: ');
    expect(away.stderr).not.toContain('hush');
    const empty = await godwit(['export-audit'], await freshDatabase('no_tables'));
    expect(empty.exitCode).toBe(2);
    expect(empty.stderr).toContain('"audit" does not exist');
  });
});
