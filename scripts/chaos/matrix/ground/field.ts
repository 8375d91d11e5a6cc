import { existsSync, writeFileSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildHost } from '../../../../playground/hosts/build-host.ts';
import type { DemoHost } from '../../../../playground/hosts/host-layout.ts';
import { startService, stopService } from '../../../../playground/hosts/service.ts';
import { dropDatabase, type PrivatePostgres } from '../../../../playground/servers/postgres.ts';
import type { StagedEnvironment } from '../../../../playground/stage/settings.ts';
import type { RunKind } from '../../../../src/domain/run.ts';
import { scenarios } from '../scenarios/menu.ts';
import { closeDoor, type Door, guarded } from './door.ts';

/** The place of one environment; the host on it is built anew for every cell. */
export interface Field {
  readonly kind: RunKind;
  /** The environment's name. */
  readonly name: string;
  readonly directory: string;
  /** Outside of the host's disk, which may be full. */
  readonly doorDirectory: string;
  /** Who asks for its runs; dialogs are a person's own. */
  readonly person: string;
}

/** A host that was just built, with its door closed. */
export interface FreshField {
  readonly field: Field;
  readonly host: DemoHost;
  readonly door: Door;
}

export const templateName = 'gold_factory_migrated';

/** What godwit.yml says of it; the same for every host that will stand there. */
export function stagedEnvironment(field: Field, postgres: PrivatePostgres, ssh: StagedEnvironment['ssh']) {
  const { layout = 'container', backup = 'script', rollback = 'script' } = scenarios[field.kind].host;
  const directory = path.join(field.directory, 'gold-factory');
  const appDirectory = layout === 'plain' ? directory : path.join(field.directory, 'container/app');
  const url = postgres.url(field.name);
  const host: DemoHost = {
    name: field.name,
    directory,
    appDirectory,
    databaseUrl: url,
    layout,
    backup,
    rollback,
    environment: {},
  };
  const rights = { request: [field.person], approve: [field.person], operate: [field.person], destroy: [field.person] };
  return {
    host,
    ssh,
    rules: { rights, allow: ['dev', 'reset', 'push'], announce: [] },
    place: { prisma: './node_modules/.bin/prisma', ...(layout === 'plain' ? { exec: './bin/here' } : {}) },
  };
}

/** Everything that the cell before left is gone: database, directory, service. */
export async function freshField(field: Field, postgres: PrivatePostgres): Promise<FreshField> {
  await clear(field);
  await dropDatabase(postgres, field.name);
  const databaseUrl = await postgres.createDatabase(field.name, { template: templateName });
  const { host: options, prepare } = scenarios[field.kind];
  const host = await buildHost({ ...options, directory: field.directory, name: field.name, databaseUrl });
  const door = closeDoor(field.doorDirectory);
  await prepare(host);
  await startService(host);
  await putGuards(host, door.guard);
  return { field, host, door };
}

async function clear({ directory, doorDirectory }: Field): Promise<void> {
  if (existsSync(doorDirectory)) writeFileSync(path.join(doorDirectory, 'open'), '');
  if (existsSync(path.join(directory, 'container/state/running'))) {
    await stopService({ directory: path.join(directory, 'gold-factory') });
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}

const here = '#!/bin/sh\nexec "$@"\n';

async function putGuards({ directory, backup }: DemoHost, guard: string): Promise<void> {
  await writeFile(path.join(directory, 'bin/here'), here);
  const scripts = [
    'bin/here',
    'bin/inside',
    'bin/database',
    'bin/service',
    ...(backup === 'script' ? ['scripts/backup.sh'] : []),
  ];
  for (const script of scripts) {
    const file = path.join(directory, script);
    await writeFile(file, guarded(await readFile(file, 'utf8'), guard));
    await chmod(file, 0o755);
  }
}
