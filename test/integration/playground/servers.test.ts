import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { expect, inject, onTestFinished, test } from 'vitest';
import { endAllBelow, startTimeOf } from '../../../playground/servers/pid-files.ts';
import { reapAbandoned } from '../../../playground/servers/playground-directory.ts';
import { startRedis } from '../../../playground/servers/redis.ts';
import { startSshd } from '../../../playground/servers/sshd.ts';
import { freshHost } from '../../support/hosts.ts';
import { ssh } from '../../support/ssh.ts';

interface Report {
  readonly directory: string;
  readonly servers: readonly number[];
  readonly leftBehind: number;
}

const running = (pids: readonly number[]) => pids.filter((pid) => startTimeOf(pid) !== undefined);

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends the servers, and the process with that signal',
  async (signal) => {
    const { child, report } = await startPlayground();
    expect(running([...report.servers, report.leftBehind])).toHaveLength(4);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
    expect(running([...report.servers, report.leftBehind])).toEqual([]);
    expect(existsSync(report.directory)).toBe(false);
  },
);

test('a crash leaves nothing either', async () => {
  const { child, report } = await startPlayground('crash');
  if (child.exitCode === null) await once(child, 'exit');
  expect(running([...report.servers, report.leftBehind])).toEqual([]);
  expect(existsSync(report.directory)).toBe(false);
});

test('what kill -9 leaves is reaped by whoever comes next, and a living playground is not', async () => {
  const { child, report } = await startPlayground();
  const living = inject('realParts').directory;
  reapAbandoned();
  expect(existsSync(report.directory)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  reapAbandoned();
  expect(running([...report.servers, report.leftBehind])).toEqual([]);
  expect(existsSync(report.directory)).toBe(false);
  expect(existsSync(living)).toBe(true);
});

test('a demo host is ended with its directory, its backend and commands included', async () => {
  const host = await freshHost();
  const [backend = ''] = (await readFile(path.join(host.directory, '../container/state/running'), 'utf8')).split(' ');
  const inside = spawn(path.join(host.directory, 'bin/inside'), ['sh', '-c', 'echo $$; exec sleep 1000']);
  const [command] = await once(createInterface({ input: inside.stdout }), 'line');
  const pids = [Number(backend), Number(command)];
  expect(running(pids)).toHaveLength(2);
  endAllBelow(path.dirname(host.directory));
  await once(inside, 'close');
  expect(running(pids)).toEqual([]);
  expect(existsSync(host.directory)).toBe(false);
});

test('redis can crash and come back on its port, empty', async () => {
  const redis = await startRedis({ directory: path.join(inject('realParts').directory, 'redis-restart') });
  onTestFinished(() => redis[Symbol.asyncDispose]());
  const client = new Redis(redis.url, { lazyConnect: true });
  onTestFinished(() => client.disconnect());
  client.on('error', () => undefined);
  await client.connect();
  await client.set('key', 'value');
  expect(await client.config('GET', 'maxmemory-policy')).toContain('noeviction');
  const before = redis.pid();
  await redis.kill();
  expect(running([before])).toEqual([]);
  await redis.restart();
  expect(await client.get('key')).toBeNull();
});

test('killing sshd cuts open connections, and it comes back with the same host key', async () => {
  const playground = inject('realParts').directory;
  const sshd = await startSshd({ directory: path.join(playground, 'ssh-restart'), playground });
  onTestFinished(() => sshd[Symbol.asyncDispose]());
  const started = path.join(playground, 'ssh-restart/started');
  await ssh(sshd, `mkfifo '${started}'`);
  const cut = ssh(sshd, `echo > '${started}'; sleep 1000`);
  await ssh(sshd, `cat '${started}'`);
  await sshd.kill();
  expect((await cut).exitCode).toBe(255);
  await sshd.restart();
  expect(await ssh(sshd, 'echo back')).toMatchObject({ exitCode: 0, stdout: 'back\n' });
});

async function startPlayground(...argv: string[]): Promise<{ child: ChildProcess; report: Report }> {
  const program = path.join(import.meta.dirname, 'playground-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...argv], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const report: Report = JSON.parse(String(line));
  onTestFinished(() => {
    child.kill('SIGKILL');
    endAllBelow(report.directory);
  });
  return { child, report };
}
