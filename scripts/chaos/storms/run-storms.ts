import path from 'node:path';
import { buildHost } from '../../../playground/hosts/build-host.ts';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import { addMigration, applyMigrations } from '../../../playground/hosts/migrations.ts';
import { startService } from '../../../playground/hosts/service.ts';
import { type PrivateNetwork, startPrivateNetwork } from '../../../playground/servers/private-network.ts';
import type { SshAddress } from '../../../playground/servers/sshd.ts';
import { openStage } from '../../../playground/stage/stage.ts';
import { presentCommit } from '../matrix/made.ts';
import type { Result } from '../matrix/result-file.ts';
import { stormCommands } from './command-storm.ts';
import { judgeCommands, judgePresses, type StormRow } from './judge.ts';
import { pressedEnvironment, stormCard } from './press-storm.ts';
import { tenantsOn } from './tenants.ts';

export interface StormOptions {
  /** How to have it once more. */
  readonly command: string;
  /** Told of every row as it is judged. */
  readonly say: (line: string) => void;
}

const people = 50;
const sshNames = ['first', 'second'] as const;
const targetNames = ['one', 'two', 'three', 'four'] as const;

/** Both storms on real parts: OpenSSH, PostgreSQL, Redis, Prisma, the built program; Slack is the stand-in. */
export async function runStorms({ command, say }: StormOptions): Promise<Result<StormRow>> {
  const startedAt = Date.now();
  await using network = await startPrivateNetwork(sshNames);
  await migrateOnce(network);
  const rows: StormRow[] = [];
  for await (const row of storms(network)) {
    rows.push(row);
    say(`${row.ok ? 'ok    ' : 'not ok'}  ${row.storm}: ${row.measured} (${row.limit})`);
  }
  return {
    madeAt: new Date(startedAt).toISOString(),
    ...presentCommit(),
    node: process.version,
    command,
    seconds: Math.round((Date.now() - startedAt) / 1_000),
    rows,
  };
}

async function* storms(network: PrivateNetwork): AsyncGenerator<StormRow> {
  yield* await pressesOverHttp(network);
  yield* bySocket(network);
}

async function pressesOverHttp(network: PrivateNetwork): Promise<readonly StormRow[]> {
  const host = await hostNamed(network, 'http');
  await using stage = await openStage({
    directory: path.join(network.directory, 'stage-http'),
    databaseUrl: await network.postgres.createDatabase('godwit_http'),
    environments: { pressed: pressedEnvironment(host, sshOf(network, 0), people) },
    mode: 'http',
  });
  return judgePresses(await stormCard(stage, { environment: 'pressed', host, people, delivery: 'HTTP' }));
}

async function* bySocket(network: PrivateNetwork): AsyncGenerator<StormRow> {
  const host = await hostNamed(network, 'socket');
  const targets = await Promise.all(targetNames.map((name) => hostNamed(network, name)));
  for (const target of targets) {
    await addMigration(target, '20260101000000_add_vault', 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
  }
  const places = targets.map((target, at) => ({ host: target, ssh: sshOf(network, at % sshNames.length) }));
  const tenants = tenantsOn(places, 100);
  await using stage = await openStage({
    directory: path.join(network.directory, 'stage-socket'),
    databaseUrl: await network.postgres.createDatabase('godwit_socket'),
    environments: { pressed: pressedEnvironment(host, sshOf(network, 0), people), ...tenants },
    roles: 'apart',
  });
  yield* judgePresses(await stormCard(stage, { environment: 'pressed', host, people, delivery: 'socket' }));
  const storm = await stormCommands(stage, {
    count: 1_000,
    people,
    environments: Object.keys(tenants),
    targets: targets.map(({ databaseUrl }) => new URL(databaseUrl).pathname.slice(1)),
    addresses: sshNames.length,
    patienceMs: 240_000,
  });
  yield* judgeCommands(storm);
}

function sshOf({ sshHosts }: PrivateNetwork, at: number): SshAddress {
  const found = sshHosts.get(sshNames[at] ?? '');
  if (found === undefined) throw new Error(`looking for the sshd ${at}: not started`);
  return found;
}

const migrated = 'gold_factory_migrated';

/** What every database starts as: the app's migrations, applied by the real CLI once. */
async function migrateOnce({ directory, postgres }: PrivateNetwork): Promise<void> {
  const databaseUrl = await postgres.createDatabase(migrated);
  const host = { directory: path.join(directory, 'hosts', migrated), name: migrated, databaseUrl };
  await applyMigrations(await buildHost(host));
}

/** A running host with a database of its own. */
async function hostNamed({ directory, postgres }: PrivateNetwork, name: string): Promise<DemoHost> {
  const databaseUrl = await postgres.createDatabase(`gold_factory_${name}`, { template: migrated });
  const host = await buildHost({ directory: path.join(directory, 'hosts', name), name, databaseUrl });
  await startService(host);
  return host;
}
