import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import { freePort } from '../../../playground/servers/free-port.ts';
import type { Opened, TargetSession } from '../../../src/ports/target.ts';
import { freshHost } from '../../support/hosts.ts';
import { connected, environmentOf, local } from './connected.ts';

/** Opens the app's database with another URL in its environment. */
async function openWith(host: DemoHost, change: (url: string) => string): Promise<Opened<TargetSession>> {
  const file = path.join(host.appDirectory, '../container.env');
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text.replace(/DATABASE_URL='([^']*)'/, (_, url: string) => `DATABASE_URL='${change(url)}'`),
  );
  const connection = await connected(local);
  onTestFinished(() => connection[Symbol.asyncDispose]());
  const opened = await connection.targets.open(environmentOf(host, local), connection.host);
  if (opened.kind === 'open') onTestFinished(() => opened.session[Symbol.asyncDispose]());
  return opened;
}

async function poolerSeen(host: DemoHost, change: (url: string) => string) {
  const opened = await openWith(host, change);
  if (opened.kind === 'trouble') throw new Error(opened.trouble.message);
  return opened.session.pooler();
}

describe('what a URL says of a pooler', () => {
  test('a direct connection is none', async () => {
    expect(await poolerSeen(await freshHost(), (url) => url)).toBeNull();
  });

  test('pgbouncer=true is one, though the server behind it is reached', async () => {
    expect(await poolerSeen(await freshHost(), (url) => `${url}?pgbouncer=true`)).toMatchObject({
      mode: 'transaction',
    });
  });

  test('Accelerate cannot be opened at all', async () => {
    const opened = await openWith(await freshHost(), () => 'prisma://accelerate.prisma-data.net/?api_key=x');
    expect(opened).toMatchObject({ kind: 'trouble', trouble: { code: 'pooler' } });
  });
});

const program = process.env.PGBOUNCER ?? 'pgbouncer';
const isThere = (() => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** PgBouncer in front of the run's server; it does not run as root. */
async function openPgBouncer(settings: string): Promise<number> {
  const { directory, postgres } = inject('realParts');
  const port = await freePort();
  const folder = path.join(directory, `pgbouncer-${port}`);
  await mkdir(folder, { mode: 0o755 });
  await writeFile(path.join(folder, 'users'), `"${postgres.user}" "${postgres.password}"\n`, { mode: 0o644 });
  const lines = [
    '[databases]',
    `* = host=127.0.0.1 port=${postgres.port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = plain',
    `auth_file = ${folder}/users`,
    settings,
  ];
  await writeFile(path.join(folder, 'ini'), `${lines.join('\n')}\n`, { mode: 0o644 });
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const server: ChildProcess = spawn(program, [...user, path.join(folder, 'ini')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(async () => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  });
  if (server.stderr === null) throw new Error('starting PgBouncer: no stderr');
  for await (const line of createInterface({ input: server.stderr })) if (/process up/.test(line)) break;
  server.stderr.resume();
  return port;
}

/** Whoever has the program sees it for real; `apt-get install pgbouncer` brings it. */
describe.skipIf(!isThere)('PgBouncer itself', () => {
  const through = (port: number) => (url: string) => url.replace(/:\d+\//, `:${port}/`);

  test('refuses what a direct connection takes, and is named', async () => {
    const port = await openPgBouncer('pool_mode = transaction');
    const opened = await openWith(await freshHost(), through(port));
    expect(opened).toMatchObject({ kind: 'trouble', trouble: { code: 'pooler' } });
  });

  test('told to ignore that, it is seen by the process that answers', async () => {
    const port = await openPgBouncer('pool_mode = session\nignore_startup_parameters = options,extra_float_digits');
    const seen = await poolerSeen(await freshHost(), through(port));
    expect(seen).toMatchObject({
      mode: 'unknown',
      evidence: expect.stringMatching(/process \d+ answered the login, and process \d+/),
    });
  });
});
