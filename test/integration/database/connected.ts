import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import { createTargets, type TargetsDeps } from '../../../src/database/targets.ts';
import type { DatabaseAccess, Environment, HostAddress, SecretReference } from '../../../src/domain/environment.ts';
import type { ChannelId, EnvironmentId } from '../../../src/domain/ids.ts';
import { Secret } from '../../../src/lib/secret.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { Host } from '../../../src/ports/remote.ts';
import type { Targets } from '../../../src/ports/target.ts';
import { createRemote } from '../../../src/remote/create-remote.ts';
import { startedCheaply } from '../../support/started-cheaply.ts';

const silence: Log = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {}, child: () => silence };

async function readSecret(reference: SecretReference): Promise<Secret> {
  if (reference.from === 'env') throw new Error(`${reference.name} is not set`);
  return new Secret((await readFile(reference.path, 'utf8')).trim());
}

/** The demo host as an environment of Godwit's: reached by `transport`, its project inside the container. */
export function environmentOf(
  host: DemoHost,
  address: HostAddress,
  database: Partial<DatabaseAccess> = {},
): Environment {
  const access = { via: 'app', variable: 'DATABASE_URL', tools: [], ...database } as DatabaseAccess;
  return {
    id: `gold-factory/${host.name}` as EnvironmentId,
    project: 'gold-factory',
    name: host.name,
    channel: 'C0MIGRATIONS' as ChannelId,
    host: address,
    directory: host.directory,
    exec: host.layout === 'container' ? ['./bin/inside'] : [],
    prisma: ['./node_modules/.bin/prisma'], // npx costs a third of a second each time
    database: access,
    backup: { command: null, directory: 'backups/{env}', keep: 5, answers: [] },
    rollback: null,
    service: { stop: null, start: null, health: null },
    driftEveryMs: null,
    limits: { stepMs: 60_000, lockTimeoutMs: 2_000, statementTimeoutMs: null, waiting: { sessions: 20, forMs: 5_000 } },
    policy,
  };
}

const policy = {} as Environment['policy']; // nothing of it is read below the floor of usecases

export const local: HostAddress = { kind: 'local' };

/** The private sshd, logged in to by key. */
export function bySsh(): HostAddress {
  const { host, port, user, privateKeyFile, hostKeyFingerprint } = inject('realParts').ssh.staging;
  const login = { by: 'key-file', path: privateKeyFile, passphrase: null } as const;
  return { kind: 'ssh', host, port, user, login, hostKey: hostKeyFingerprint, jump: null };
}

export interface Connected extends AsyncDisposable {
  readonly host: Host;
  readonly targets: Targets & AsyncDisposable;
}

/** The real adapters, over one pooled connection. */
export async function connected(
  address: HostAddress,
  url: Secret | null = null,
  options: Partial<Pick<TargetsDeps, 'log' | 'limits'>> = {},
): Promise<Connected> {
  // A home of this run's own: what Godwit keeps of its tasks there must not meet that of an earlier run.
  const home = path.join(inject('realParts').directory, 'local-home');
  const localEnvironment = { PATH: process.env.PATH ?? '', HOME: home, ...(await startedCheaply()) };
  const remote = createRemote({ log: silence, readSecret, localEnvironment });
  const targets = createTargets({
    ...{ log: silence, learn: () => undefined, ...options },
    readSecret: async (reference) => url ?? readSecret(reference),
  });
  const host = await remote.host(address);
  const close = async () => {
    await targets[Symbol.asyncDispose]();
    await remote[Symbol.asyncDispose]();
  };
  return { host, targets, [Symbol.asyncDispose]: close };
}
