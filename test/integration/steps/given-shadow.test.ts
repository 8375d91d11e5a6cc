import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import { execute } from '../../../playground/servers/postgres.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { downReport } from '../../../src/steps/down-report.ts';
import { driftReport } from '../../../src/steps/drift-report.ts';
import { freshHost } from '../../support/hosts.ts';
import { type Connected, connected, environmentOf, local } from '../database/connected.ts';

interface Listed {
  readonly lines: ReadonlySet<string>;
  /** Resolves once a line that contains the text is listed. */
  readonly until: (text: string) => Promise<void>;
}

/**
 * Every command line that this machine listed while the work went on, without those that were there before. It is looked
 * for as an onlooker would: of a process that begins, Linux tells nobody but its parent.
 */
async function listedDuring<T>(
  work: (listed: Listed) => Promise<T>,
): Promise<{ value: T; lines: ReadonlySet<string> }> {
  const before = new Set(await processes());
  const lines = new Set<string>();
  const looks = new EventEmitter();
  const until = async (text: string) => {
    while (![...lines].some((line) => line.includes(text))) await once(looks, 'looked');
  };
  let over = false;
  const watching = (async () => {
    while (!over) {
      for (const pid of (await processes()).filter((one) => !before.has(one)))
        lines.add((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' '));
      looks.emit('looked');
      await wait(20);
    }
  })();
  try {
    return { value: await work({ lines, until }), lines };
  } finally {
    over = true;
    await watching;
  }
}

const processes = async () => (await readdir('/proc')).filter((name) => /^\d+$/.test(name));

/** Prisma 6 wants the URL of a shadow database among its arguments. */
describe('a shadow database that Prisma must be given', { timeout: 120_000 }, () => {
  let host: DemoHost;
  let connection: Connected;
  let at: Parameters<typeof downReport>[0];

  beforeAll(async () => {
    host = await freshHost({ prisma: 6 });
    connection = await connected(local);
    at = {
      environment: environmentOf(host, local),
      host: connection.host,
      targets: connection.targets,
      now: epochMs(0),
    };
  }, 120_000);
  afterAll(() => connection[Symbol.asyncDispose]());

  const shadows = () =>
    execute(host.databaseUrl, `SELECT datname FROM pg_database WHERE datname LIKE '%\\_shadow\\_%'`);
  const password = () => new URL(host.databaseUrl).password;
  /** Not those of other test files, whose hosts have the same login: they name another database. */
  const withPassword = (lines: Iterable<string>) =>
    [...lines].filter((line) => {
      const database = /@127\.0\.0\.1:\d+(\/\w+)/.exec(line)?.[1];
      const isOurs = database === undefined || database === new URL(host.databaseUrl).pathname;
      return line.includes(password()) && (isOurs || line.includes('_shadow_'));
    });

  test('makes down SQL, and the URL stands in no command line meanwhile', async () => {
    const { value, lines } = await listedDuring(() => downReport(at, 1));
    if ('code' in value) throw new Error(JSON.stringify(value));
    expect([...value.sql.values()].join()).toContain('ALTER COLUMN "countryCode" DROP NOT NULL');
    const listed = [...lines];
    expect(listed.some((line) => line.includes('--from-migrations'))).toBe(true);
    expect(listed.some((line) => line.includes('godwit_shadow_'))).toBe(true);
    expect(withPassword(listed)).toEqual([]);
    expect(await shadows()).toEqual([]);
  });

  test('and compares the database with what the files made, in both directions', async () => {
    await execute(host.databaseUrl, 'CREATE INDEX by_hand ON "Product" (karat)');
    const value = await driftReport(at);
    if ('code' in value) throw new Error(JSON.stringify(value));
    expect(value.report).toMatchObject({ basis: 'applied-files', prismaVersion: '6.19.3' });
    const { adopt, revert } = value.report.difference ?? { adopt: '', revert: '' };
    expect(value.sql.get(adopt as never)).toContain('CREATE INDEX "by_hand"');
    expect(value.sql.get(revert as never)).toContain('DROP INDEX "public"."by_hand"');
    expect(await shadows()).toEqual([]);
  });

  test.each([
    ['URL', () => host.databaseUrl],
    ['password', password],
  ])('a command line with the %s would be seen', async (_, secretOf) => {
    const secret = secretOf();
    const { lines } = await listedDuring(async ({ until }) => {
      const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', secret], { stdio: 'pipe' });
      await until('process.stdin.resume()');
      child.stdin.end();
    });
    expect(withPassword(lines)).toHaveLength(1);
  });
});
