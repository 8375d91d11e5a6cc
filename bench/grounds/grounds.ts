import path from 'node:path';
import { buildHost } from '../../playground/hosts/build-host.ts';
import type { DemoHost, HostOptions } from '../../playground/hosts/host-layout.ts';
import { applyMigrations } from '../../playground/hosts/migrations.ts';
import { startService } from '../../playground/hosts/service.ts';
import { type PrivateNetwork, startPrivateNetwork } from '../../playground/servers/private-network.ts';
import { type PrivateSshd, startSshd } from '../../playground/servers/sshd.ts';
import type { StagedEnvironment } from '../../playground/stage/settings.ts';
import { openStage, type Stage, type StageOptions } from '../../playground/stage/stage.ts';

/** Private servers for the measures, and what they build on them. Everything is gone when they are closed. */
export interface Grounds extends AsyncDisposable {
  readonly network: PrivateNetwork;
  /** A new directory's path. */
  readonly directory: (label: string) => string;
  readonly database: (label: string, template?: string) => Promise<string>;
  /** An environment with its own database, all of the app's migrations applied and its service running. */
  readonly host: (name: string, options?: Pick<HostOptions, 'prisma'>) => Promise<DemoHost>;
  /** A further SSH server; `onLine` is told of each line that it logs, and sessions are among them. */
  readonly sshd: (onLine?: (line: string) => void) => Promise<PrivateSshd>;
  readonly stage: (
    environments: Readonly<Record<string, StagedEnvironment>>,
    options?: Pick<StageOptions, 'mode' | 'roles'>,
  ) => Promise<Stage>;
}

export async function openGrounds(): Promise<Grounds> {
  const network = await startPrivateNetwork([]);
  let made = 0;
  const newName = (label: string) => {
    made += 1;
    return `${label}_${made}`;
  };
  const directory = (label: string) => path.join(network.directory, newName(label));
  const database = (label: string, template?: string) =>
    network.postgres.createDatabase(newName(label), template === undefined ? {} : { template });
  const build = (name: string, databaseUrl: string, options: Pick<HostOptions, 'prisma'> = {}) =>
    buildHost({ directory: directory(`host_${name}`), name, databaseUrl, ...options });
  let template: Promise<string> | null = null;
  const migrated = async () => {
    const host = await build('template', await database('template'));
    await applyMigrations(host);
    return new URL(host.databaseUrl).pathname.slice(1);
  };
  return {
    network,
    directory,
    database,
    host: async (name, options) => {
      template ??= migrated();
      const host = await build(name, await database(name.replaceAll('-', '_'), await template), options);
      await startService(host);
      return host;
    },
    sshd: (onLine) => startSshd({ directory: directory('ssh'), playground: network.directory, ...watch(onLine) }),
    stage: async (environments, options = {}) =>
      openStage({ directory: directory('stage'), databaseUrl: await database('own'), environments, ...options }),
    [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
  };
}

const watch = (onLine: ((line: string) => void) | undefined) => (onLine === undefined ? {} : { onLine });
