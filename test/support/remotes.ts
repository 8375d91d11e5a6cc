import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import type { SshAddress as PrivateSshAddress } from '../../playground/servers/sshd.ts';
import type { HostAddress, SshAddress } from '../../src/domain/environment.ts';
import type { RunId } from '../../src/domain/ids.ts';
import type { HostLockOwner } from '../../src/domain/inquiry.ts';
import { Secret } from '../../src/lib/secret.ts';
import { epochMs } from '../../src/lib/time.ts';
import type { Log } from '../../src/ports/log.ts';
import type { DetachedTask, Host, Remote, TaskEnd, TaskListener } from '../../src/ports/remote.ts';
import { createRemote } from '../../src/remote/create-remote.ts';
import type { RemoteOptions, SshTimes } from '../../src/remote/options.ts';

const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
  child: () => silentLog,
};

/** A name that no other test uses. */
export const freshId = (word = 'task'): string => `${word}-${randomBytes(6).toString('hex')}`;

/** A new directory below the run's own. */
export function freshDirectory(word = 'remote'): string {
  const directory = path.join(inject('realParts').directory, freshId(word));
  mkdirSync(directory, { recursive: true });
  return directory;
}

export function sshAddress(sshd: PrivateSshAddress, over: Partial<SshAddress> = {}): SshAddress {
  const login = { by: 'key-file', path: sshd.privateKeyFile, passphrase: null } as const;
  const { host, port, user, hostKeyFingerprint: hostKey } = sshd;
  return { kind: 'ssh', host, port, user, login, hostKey, jump: null, ...over };
}

export interface Place {
  readonly remote: Remote;
  readonly address: HostAddress;
  /** `$HOME` there. */
  readonly home: string;
}

/** A remote for one way of reaching a host. */
export function placeFor(way: 'ssh' | 'local', times: Partial<SshTimes> = {}): Place {
  const { staging } = inject('realParts').ssh;
  const home = way === 'ssh' ? staging.home : freshDirectory('home');
  const remote = createRemote(remoteOptions(home, times));
  return { remote, home, address: way === 'ssh' ? sshAddress(staging) : { kind: 'local' } };
}

export function remoteOptions(home: string, times: Partial<SshTimes> = {}): RemoteOptions {
  return {
    log: silentLog,
    readSecret: () => new Secret('open sesame'),
    localEnvironment: { PATH: process.env.PATH ?? '', HOME: home },
    times,
  };
}

export const owner = (over: Partial<HostLockOwner> = {}): HostLockOwner => ({
  instance: 'godwit at test',
  run: freshId('run') as RunId,
  token: 1,
  since: epochMs(1_795_000_000_000),
  ...over,
});

/** Takes a lock of its own and describes a task under it. A command may be given as text for `sh -c`. */
export async function lockedTask(
  host: Host,
  commands: readonly (string | DetachedTask['commands'][number])[],
  over: Partial<DetachedTask> = {},
): Promise<DetachedTask> {
  const lock = over.lock ?? { name: freshId('lock'), owner: owner() };
  await host.takeLock(lock.name, lock.owner);
  return {
    id: freshId(),
    directory: '/tmp',
    commands: commands.map((one) => (typeof one === 'string' ? command(['sh', '-c', one]) : one)),
    environment: {},
    secrets: {},
    timeLimitMs: 30_000,
    terminal: false,
    ...over,
    lock,
  };
}

export const command = (
  argv: readonly string[],
  over: Partial<DetachedTask['commands'][number]> = {},
): DetachedTask['commands'][number] => ({ argv, stdin: null, stdoutFile: null, ...over });

export interface Followed {
  readonly end: TaskEnd;
  readonly log: string;
}

/** Follows to the end and checks on the way that every byte comes once and in order. */
export async function followed(
  host: Host,
  id: string,
  { from = 0, onQuestion = async () => undefined, onText = () => undefined }: FollowOptions = {},
): Promise<Followed> {
  const pieces: Buffer[] = [];
  let next = from;
  const listener: TaskListener = {
    onOutput: async (bytes, offset) => {
      if (offset !== next) throw new Error(`expected byte ${next}, got ${offset}`);
      next += bytes.length;
      pieces.push(Buffer.from(bytes));
      onText(Buffer.concat(pieces).toString());
    },
    onQuestion,
  };
  const end = await host.follow({ id }, from, listener, new AbortController().signal);
  return { end, log: Buffer.concat(pieces).toString() };
}

export interface FollowOptions {
  readonly from?: number;
  readonly onQuestion?: TaskListener['onQuestion'];
  readonly onText?: (log: string) => void;
}

/** Begins and follows to the end. */
export async function ran(host: Host, task: DetachedTask, options: FollowOptions = {}): Promise<Followed> {
  await host.begin(task);
  return followed(host, task.id, options);
}

export const runDirectoryOf = (home: string, id: string): string => path.join(home, '.local/state/godwit/runs', id);

/** Processes whose working directory is this one. */
export function processesIn(directory: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && workingDirectory(pid) === directory);
}

/** Kills the processes whose working directory is this one. */
export function killAllIn(directory: string): void {
  for (const pid of processesIn(directory)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // gone since the listing
    }
  }
}

function workingDirectory(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null; // gone since the listing
  }
}

/** Something that a test waits for. */
export function moment(): { readonly came: Promise<void>; readonly come: () => void } {
  let come: () => void = () => undefined;
  const came = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { came, come: () => come() };
}
