import { appendFile, cp, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import { addMigration, migrationNames } from '../../../playground/hosts/migrations.ts';
import { startService, stopService } from '../../../playground/hosts/service.ts';
import { cutOffProxy } from '../../../playground/servers/cut-off-proxy.ts';
import { execute, withAdvisoryLock } from '../../../playground/servers/postgres.ts';
import type { KeptLimits } from '../../../src/database/kept-readers.ts';
import type { TargetsDeps } from '../../../src/database/targets.ts';
import type { Environment, HostAddress } from '../../../src/domain/environment.ts';
import type { Secret } from '../../../src/lib/secret.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { Looked } from '../../../src/ports/target.ts';
import { freshHost } from '../../support/hosts.ts';
import { freshId, owner, processesIn } from '../../support/remotes.ts';
import { bySsh, connected, environmentOf, local } from './connected.ts';

const pending = '20240601090000_add_vault';

interface Watched {
  /** Looks, and tells whether a reader of before answered. */
  readonly look: (environment: Environment) => Promise<{ readonly kept: boolean; readonly looked: Looked }>;
  readonly host: Awaited<ReturnType<typeof connected>>['host'];
  readonly lock: string;
  readonly targets: Awaited<ReturnType<typeof connected>>['targets'];
}

async function watched(address: HostAddress, limits: Partial<KeptLimits> = {}, url?: Secret): Promise<Watched> {
  const kept: unknown[] = [];
  const log: Log = {
    ...{ info: () => {}, warn: () => {}, error: () => {} },
    debug: (fields: { readonly kept?: unknown }) => kept.push(fields.kept),
    child: () => log,
  };
  const options: Pick<TargetsDeps, 'log' | 'limits'> = { log, limits };
  const remote = await connected(address, url ?? null, options);
  onTestFinished(() => remote[Symbol.asyncDispose]());
  const { host, targets } = remote;
  const lock = freshId('lock');
  const look = async (environment: Environment) => {
    const { directory, exec: files } = environment;
    const looked = await targets.look(environment, host, host.glance({ lock, directory, files }));
    return { kept: kept.at(-1) === true, looked };
  };
  return { look, host, lock, targets };
}

const namesIn = (looked: Looked): readonly string[] =>
  looked.kind === 'seen' ? looked.project.files.map(({ name }) => name) : [looked.trouble.code];
const historyIn = (looked: Looked): number => (looked.kind === 'seen' ? looked.history.length : -1);

const sessions = ({ databaseUrl }: Pick<DemoHost, 'databaseUrl'>) =>
  execute(
    databaseUrl,
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'godwit-looks' AND datname = current_database()",
  );

/** Everything but the app's backend that runs where Prisma does. */
async function readersOf({ appDirectory }: DemoHost): Promise<number[]> {
  const lines = processesIn(appDirectory).map(async (pid) => ({
    pid,
    line: await readFile(`/proc/${pid}/cmdline`, 'utf8'),
  }));
  return (await Promise.all(lines)).filter(({ line }) => line.startsWith('node\0-e\0')).map(({ pid }) => pid);
}

const edit = async (file: string, change: (text: string) => string) =>
  writeFile(file, change(await readFile(file, 'utf8')));

describe.each<[string, () => HostAddress]>([
  ['here', () => local],
  ['by SSH', bySsh],
])('a second look, %s', (_, address) => {
  test('is answered by the reader of the first, and sees what is true by now', async () => {
    const host = await freshHost();
    const { look } = await watched(address());
    const environment = environmentOf(host, address());
    const first = await look(environment);
    const before = await sessions(host);
    expect([first.kept, historyIn(first.looked)]).toEqual([false, 7]);
    expect(before).toHaveLength(1);

    await addMigration(host, pending, 'CREATE TABLE "Vault" (id int);\n');
    await execute(host.databaseUrl, `DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_init'`);
    await withAdvisoryLock(host.databaseUrl, 72707369, async () => {
      const second = await look(environment);
      expect(second.kept).toBe(true);
      expect(namesIn(second.looked)).toEqual(await migrationNames(host));
      expect(historyIn(second.looked)).toBe(6);
      expect(second.looked).toMatchObject({ lockHolder: { pid: expect.any(Number) } });
    });
    expect((await look(environment)).looked).toMatchObject({ lockHolder: null });
    expect(await sessions(host)).toEqual(before);
  });

  test('is taken anew where the release was swapped', async () => {
    const [old, fresh] = [await freshHost({ layout: 'plain' }), await freshHost({ layout: 'plain' })];
    await addMigration(fresh, pending, 'SELECT 1;\n');
    const current = path.join(old.directory, '../current');
    await symlink(old.directory, current);
    const environment = { ...environmentOf(old, address()), directory: current };
    const { look } = await watched(address());
    await look(environment);
    expect((await look(environment)).kept).toBe(true);
    await symlink(fresh.directory, `${current}.new`);
    await rename(`${current}.new`, current);
    const after = await look(environment);
    expect([after.kept, namesIn(after.looked).at(-1)]).toEqual([false, pending]);
  });

  test('is refused while the service is stopped, and right after a new start', async () => {
    const host = await freshHost();
    const { look } = await watched(address());
    const environment = environmentOf(host, address());
    await look(environment);
    await stopService(host);
    const stopped = await look(environment);
    expect([stopped.kept, stopped.looked]).toMatchObject([
      false,
      { kind: 'trouble', trouble: { code: 'exec-failed' } },
    ]);
    expect(await readersOf(host)).toEqual([]);
    await startService(host);
    expect(historyIn((await look(environment)).looked)).toBe(7);
  });

  test('is taken anew where the reader was killed, also in the middle of a question', async () => {
    const host = await freshHost();
    const { look } = await watched(address());
    const environment = environmentOf(host, address());
    await look(environment);
    for (const pid of await readersOf(host)) process.kill(pid, 'SIGKILL');
    expect(await look(environment)).toMatchObject({ kept: false, looked: { kind: 'seen' } });

    const held = await readersOf(host);
    for (const pid of held) process.kill(pid, 'SIGSTOP');
    const asked = look(environment);
    await new Promise((turn) => setImmediate(turn));
    for (const pid of held) process.kill(pid, 'SIGKILL');
    expect(held).toHaveLength(1);
    expect(await asked).toMatchObject({ kept: false, looked: { kind: 'seen' } });
  });
});

describe('a kept reader does not answer', () => {
  test('where the app was given another URL', async () => {
    const [host, other] = [await freshHost(), await freshHost({ database: 'empty' })];
    const env = (url: string) => writeFile(path.join(host.appDirectory, '.env'), `OWN_URL="${url}"\n`);
    const { look } = await watched(local);
    const environment = environmentOf(host, local, { variable: 'OWN_URL' });
    await env(host.databaseUrl);
    expect(historyIn((await look(environment)).looked)).toBe(7);
    expect((await look(environment)).kept).toBe(true);
    await env(other.databaseUrl);
    const after = await look(environment);
    expect([after.kept, historyIn(after.looked)]).toEqual([false, 0]);
    expect(await look(environment)).toMatchObject({ kept: true, looked: { history: [] } });
    await writeFile(path.join(host.appDirectory, '.env'), '');
    expect((await look(environment)).looked).toMatchObject({ trouble: { code: 'database-unreachable' } });
  });

  test('where the container was replaced by one with another URL', async () => {
    const [host, other] = [await freshHost(), await freshHost({ database: 'empty' })];
    const { look } = await watched(local);
    const environment = environmentOf(host, local);
    await look(environment);
    await stopService(host);
    await appendFile(path.join(host.directory, '../container/container.env'), `DATABASE_URL='${other.databaseUrl}'\n`);
    await startService(host);
    const after = await look(environment);
    expect([after.kept, historyIn(after.looked)]).toEqual([false, 0]);
  });

  test('where the exec prefix is another program by now', async () => {
    const [host, other] = [await freshHost(), await freshHost()];
    await addMigration(other, pending, 'SELECT 1;\n');
    const { look } = await watched(local);
    const environment = environmentOf(host, local);
    await look(environment);
    const inside = path.join(host.directory, 'bin/inside');
    await edit(inside, (text) =>
      text.replace(/^container=.*$/m, `container='${path.join(other.directory, '../container')}'`),
    );
    const after = await look(environment);
    expect([after.kept, namesIn(after.looked).at(-1)]).toEqual([false, pending]);
  });

  test('where the directory inside was made anew', async () => {
    const host = await freshHost();
    const { look } = await watched(local);
    const environment = environmentOf(host, local);
    await look(environment);
    await rename(host.appDirectory, `${host.appDirectory}.old`);
    await cp(`${host.appDirectory}.old`, host.appDirectory, { recursive: true, verbatimSymlinks: true });
    await addMigration(host, pending, 'SELECT 1;\n');
    expect(namesIn((await look(environment)).looked).at(-1)).toBe(pending);
  });

  test('where the server ended its session', async () => {
    const host = await freshHost();
    const { look } = await watched(bySsh());
    const environment = environmentOf(host, bySsh());
    await look(environment);
    const [before] = await sessions(host);
    await execute(host.databaseUrl, 'SELECT pg_terminate_backend($1)', [before?.pid]);
    expect(await look(environment)).toMatchObject({ kept: false, looked: { kind: 'seen' } });
    expect(await look(environment)).toMatchObject({ kept: true });
  });

  test('over a connection that was cut', async () => {
    const host = await freshHost();
    const address = bySsh();
    if (address.kind !== 'ssh') throw new Error('it is one');
    await using proxy = await cutOffProxy(address.port);
    const { look } = await watched({ ...address, port: proxy.port });
    const environment = environmentOf(host, address);
    await look(environment);
    const left = await readersOf(host);
    expect(left).toHaveLength(1);
    proxy.cut();
    expect(await look(environment)).toMatchObject({ kept: false, looked: { kind: 'seen' } });
    await vi.waitFor(
      async () => expect((await readersOf(host)).filter((pid) => left.includes(pid))).toEqual([]),
      30_000,
    );
  });

  test('while a run holds the lock, and leaves nothing open then', async () => {
    const host = await freshHost();
    const { look, lock, host: at } = await watched(local);
    const environment = environmentOf(host, local);
    await look(environment);
    const run = owner();
    await at.takeLock(lock, run);
    expect(await look(environment)).toMatchObject({ kept: false, looked: { kind: 'seen' } });
    await vi.waitFor(async () => expect(await sessions(host)).toEqual([]), 30_000);
    await at.releaseLock(lock, run);
    await look(environment);
    expect((await look(environment)).kept).toBe(true);
  });

  test('through a tunnel to another URL', async () => {
    const [host, other] = [await freshHost(), await freshHost({ database: 'empty' })];
    const file = path.join(host.directory, '../url');
    const { look } = await watched(bySsh());
    const url = { from: 'file', path: file } as const;
    const environment = environmentOf(host, bySsh(), { via: 'ssh', url });
    await writeFile(file, host.databaseUrl);
    expect(historyIn((await look(environment)).looked)).toBe(7);
    expect(await look(environment)).toMatchObject({ kept: true });
    await writeFile(file, other.databaseUrl);
    const after = await look(environment);
    expect([after.kept, historyIn(after.looked)]).toEqual([false, 0]);
  });
});

describe('a reader leaves', () => {
  test('after a while without a question', async () => {
    const host = await freshHost();
    const { look } = await watched(bySsh(), { idleMs: 1 });
    await look(environmentOf(host, bySsh()));
    await vi.waitFor(async () => expect([await sessions(host), await readersOf(host)]).toEqual([[], []]), 30_000);
  });

  test('when it is old, however often it is asked', async () => {
    const host = await freshHost();
    const { look } = await watched(local, { ageMs: 0 });
    await look(environmentOf(host, local));
    expect((await look(environmentOf(host, local))).kept).toBe(false);
  });

  test('when there are too many at one address: who waited longest', async () => {
    const hosts = [await freshHost(), await freshHost(), await freshHost()];
    const environments = hosts.map((host) => environmentOf(host, bySsh()));
    const { look } = await watched(bySsh(), { perAddress: 2 });
    for (const environment of environments) await look(environment);
    await vi.waitFor(async () => {
      const open = await Promise.all(hosts.map(async (host) => (await sessions(host)).length));
      expect(open).toEqual([0, 1, 1]);
    }, 30_000);
  });

  test('with Godwit', async () => {
    const host = await freshHost();
    const { look, targets } = await watched(bySsh());
    await look(environmentOf(host, bySsh()));
    await targets[Symbol.asyncDispose]();
    expect([await sessions(host), await readersOf(host)]).toEqual([[], []]);
  });

  test('when a run begins, whichever Godwit opened it', async () => {
    const host = await freshHost();
    const environment = environmentOf(host, local);
    const [one, other] = [await watched(local), await watched(bySsh())];
    await one.look(environment);
    const opened = await other.targets.open({ ...environment, host: bySsh() }, other.host);
    if (opened.kind === 'trouble') throw new Error(opened.trouble.message);
    await other.targets.endLooks(opened.session);
    expect(await opened.session.history()).toHaveLength(7);
    await opened.session[Symbol.asyncDispose]();
    await vi.waitFor(async () => expect(await sessions(host)).toEqual([]), 30_000);
  });
});

test('a database without a history has an empty one, from a kept reader too', async () => {
  const host = await freshHost({ database: 'empty' });
  const { look } = await watched(local);
  const environment = environmentOf(host, local);
  const answers = [await look(environment), await look(environment)];
  expect(answers).toMatchObject([{ kept: false }, { kept: true }]);
  expect(answers.map(({ looked }) => historyIn(looked))).toEqual([0, 0]);
});
