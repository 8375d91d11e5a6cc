import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { inject } from 'vitest';
import { buildHost } from '../../playground/hosts/build-host.ts';
import type { DemoHost, HostOptions } from '../../playground/hosts/host-layout.ts';
import { applyMigrations } from '../../playground/hosts/migrations.ts';
import { startService } from '../../playground/hosts/service.ts';
import {
  createDatabase,
  databaseUrl,
  execute,
  type PostgresAddress,
  withAdvisoryLock,
} from '../../playground/servers/postgres.ts';

export interface FreshHostOptions extends Partial<Omit<HostOptions, 'directory' | 'databaseUrl'>> {
  /** `migrated` (default): the app's seven migrations are applied; `empty`: the database has nothing yet. */
  readonly database?: 'migrated' | 'empty';
  /** Default: running. */
  readonly service?: 'running' | 'stopped';
}

/** Builds a host with a database of its own for one test; it is removed with the run. */
export async function freshHost(options: FreshHostOptions = {}): Promise<DemoHost> {
  const { database = 'migrated', service = 'running', name = 'staging', ...rest } = options;
  const { directory, postgres } = inject('realParts');
  const id = `${name}_${randomBytes(4).toString('hex')}`;
  const template = database === 'migrated' ? { template: await migratedTemplate(postgres, directory) } : {};
  const url = await createDatabase(postgres, id, template);
  const host = await buildHost({ directory: path.join(directory, 'hosts', id), name, databaseUrl: url, ...rest });
  if (service === 'running') await startService(host);
  return host;
}

const templateName = 'gold_factory_migrated';

/**
 * Name of a database that the real CLI migrated, to be copied in milliseconds. Made by whichever test file comes first;
 * the others wait for it at the advisory lock.
 */
async function migratedTemplate(postgres: PostgresAddress, directory: string): Promise<string> {
  const maintenance = databaseUrl(postgres, 'postgres');
  await withAdvisoryLock(maintenance, 4711, async () => {
    const known = await execute(maintenance, 'SELECT 1 FROM pg_database WHERE datname = $1', [templateName]);
    if (known.length > 0) return;
    const url = await createDatabase(postgres, `${templateName}_draft`);
    const draft = { directory: path.join(directory, 'hosts', templateName), name: 'template', databaseUrl: url };
    await applyMigrations(await buildHost(draft));
    await execute(maintenance, `ALTER DATABASE ${templateName}_draft RENAME TO ${templateName}`);
  });
  return templateName;
}
