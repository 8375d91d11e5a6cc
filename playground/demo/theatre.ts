import path from 'node:path';
import { buildHost } from '../hosts/build-host.ts';
import type { DemoHost } from '../hosts/host-layout.ts';
import { addMigration, applyMigrations } from '../hosts/migrations.ts';
import { startService } from '../hosts/service.ts';
import { type PrivateNetwork, startPrivateNetwork } from '../servers/private-network.ts';
import type { SlackEmulator } from '../slack-emulator/slack-emulator.ts';
import { openStage, type Stage } from '../stage/stage.ts';
import { firstMigrations } from './migrations.ts';

const names = ['staging', 'production'] as const;

/** Two hosts of the gold factory, and everything between them and the people in Slack, running. */
export interface Theatre extends AsyncDisposable {
  readonly network: PrivateNetwork;
  readonly stage: Stage;
  readonly slack: SlackEmulator;
  readonly staging: DemoHost;
  readonly production: DemoHost;
}

/** Starts it all: takes some ten seconds, most of them Prisma's. Closing it ends every process and removes the directory. */
export async function openTheatre(): Promise<Theatre> {
  const network = await startPrivateNetwork(names);
  const [staging, production] = await buildHosts(network);
  const stage = await openStage({
    directory: path.join(network.directory, 'stage'),
    databaseUrl: await network.postgres.createDatabase('godwit'),
    environments: {
      staging: { host: staging, ssh: sshOf(network, 'staging') },
      production: { host: production, ssh: sshOf(network, 'production') },
    },
  });
  const close = async () => {
    await stage[Symbol.asyncDispose]();
    await network[Symbol.asyncDispose]();
  };
  return { network, stage, slack: stage.slack, staging, production, [Symbol.asyncDispose]: close };
}

/** The real CLI migrates staging; production starts as a copy of it, as both ran the same files so far. */
async function buildHosts(network: PrivateNetwork): Promise<readonly [DemoHost, DemoHost]> {
  const staging = await hostOn(network, 'staging', await network.postgres.createDatabase('gold_factory_staging'));
  await applyMigrations(staging);
  const copy = { template: 'gold_factory_staging' };
  const url = await network.postgres.createDatabase('gold_factory_production', copy);
  const hosts = [staging, await hostOn(network, 'production', url)] as const;
  for (const host of hosts) {
    for (const { name, sql } of firstMigrations) await addMigration(host, name, sql);
    await startService(host);
  }
  return hosts;
}

const hostOn = (network: PrivateNetwork, name: string, databaseUrl: string): Promise<DemoHost> =>
  buildHost({ directory: path.join(network.directory, 'hosts', name), name, databaseUrl });

function sshOf({ sshHosts }: PrivateNetwork, name: string) {
  const sshd = sshHosts.get(name);
  if (sshd === undefined) throw new Error(`looking for the sshd ${name}: not started`);
  return sshd;
}
