import type { TestProject } from 'vitest/node';
import type { PostgresAddress } from '../../playground/servers/postgres.ts';
import { startPrivateNetwork } from '../../playground/servers/private-network.ts';
import type { SshAddress } from '../../playground/servers/sshd.ts';

/** Where the private servers of this test run are; a test gets it with `inject('realParts')`. */
export interface RealParts {
  /** Temporary directory of the whole run; a test may put its own below it, and what runs there is ended with the run. */
  readonly directory: string;
  readonly postgres: PostgresAddress;
  readonly redis: { readonly port: number; readonly url: string };
  /** Two hosts, so that a test can have one for staging and one for production. */
  readonly ssh: { readonly staging: SshAddress; readonly production: SshAddress };
}

declare module 'vitest' {
  export interface ProvidedContext {
    realParts: RealParts;
  }
}

/** Vitest's global set-up: starts the private servers once for a project's run; what it returns takes them down. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const network = await startPrivateNetwork(['staging', 'production']);
  const { port, user, password } = network.postgres;
  project.provide('realParts', {
    directory: network.directory,
    postgres: { port, user, password },
    redis: { port: network.redis.port, url: network.redis.url },
    ssh: { staging: address(network.sshHosts, 'staging'), production: address(network.sshHosts, 'production') },
  });
  return async () => network[Symbol.asyncDispose]();
}

function address(hosts: ReadonlyMap<string, SshAddress>, name: string): SshAddress {
  const sshd = hosts.get(name);
  if (sshd === undefined) throw new Error(`looking for the sshd ${name}: not started`);
  const { host, port, user, privateKeyFile, hostKeyFingerprint, home } = sshd;
  return { host, port, user, privateKeyFile, hostKeyFingerprint, home };
}
