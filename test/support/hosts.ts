import path from 'node:path';
import { inject } from 'vitest';
import { buildHost } from '../../playground/hosts/build-host.ts';
import type { DemoHost, HostOptions } from '../../playground/hosts/host-layout.ts';
import { applyMigrations } from '../../playground/hosts/migrations.ts';
import { startService } from '../../playground/hosts/service.ts';
import { freshDatabase, templateDatabase } from './databases.ts';
import { startedCheaply } from './started-cheaply.ts';

export interface FreshHostOptions extends Partial<Omit<HostOptions, 'directory' | 'databaseUrl'>> {
  /** `migrated` (default): the app's seven migrations are applied; `empty`: the database has nothing yet. */
  readonly database?: 'migrated' | 'empty';
  /** Default: running. */
  readonly service?: 'running' | 'stopped';
}

/** Builds a host with a database of its own for one test; it is removed with the run. */
export async function freshHost(options: FreshHostOptions = {}): Promise<DemoHost> {
  const { database = 'migrated', service = 'running', name = 'staging', ...rest } = options;
  const url = await freshDatabase(name, database === 'migrated' ? { template: await migratedTemplate() } : {});
  const directory = path.join(inject('realParts').directory, 'hosts', new URL(url).pathname);
  const host = await buildHost({ directory, name, databaseUrl: url, variables: await startedCheaply(), ...rest });
  if (service === 'running') await startService(host);
  return host;
}

/** Migrated by the real CLI, once. */
const migratedTemplate = (): Promise<string> =>
  templateDatabase('gold_factory_migrated', async (url) => {
    const directory = path.join(inject('realParts').directory, 'hosts/gold_factory_migrated');
    await applyMigrations(await buildHost({ directory, name: 'template', databaseUrl: url }));
  });
