import { chmod, copyFile, cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { engineEnvironment } from '../prisma-engine/environment.mjs';
import { type DemoHost, type HostOptions, templates } from './host-layout.ts';
import { layOutOlderPrisma, olderEngineEnvironment } from './older-prisma.ts';

/**
 * Lays out one environment of the gold factory below `options.directory`: the app with its migrations, the team's
 * scripts, `bin/inside`, `bin/database` and `bin/service`. Nothing is applied or started.
 */
export async function buildHost(options: HostOptions): Promise<DemoHost> {
  const host = describe(options);
  await layOutContainer(host, path.join(options.directory, 'container'), options.prisma ?? 7);
  await layOutHost(host);
  await layOutScripts(host);
  return host;
}

function describe({ directory, name, databaseUrl, ...options }: HostOptions): DemoHost {
  const hostDirectory = path.join(directory, 'gold-factory');
  const {
    layout = 'container',
    backup = 'script',
    rollback = 'script',
    engineMode = 'whole',
    prisma = 7,
    variables = {},
  } = options;
  const environment = {
    DATABASE_URL: databaseUrl,
    HOME: path.join(directory, 'container/home'),
    GODWIT_ENGINE_MODE: engineMode,
    ...(prisma === 6 ? olderEngineEnvironment : engineEnvironment()),
    ...quiet,
    ...variables,
  };
  const appDirectory = layout === 'plain' ? hostDirectory : path.join(directory, 'container/app');
  return { name, directory: hostDirectory, appDirectory, databaseUrl, layout, backup, rollback, environment };
}

/** Neither npm nor Prisma asks the internet for news. */
const quiet = { npm_config_update_notifier: 'false', CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };

async function layOutContainer(host: DemoHost, container: string, prisma: 7 | 6): Promise<void> {
  await mkdir(path.join(container, 'state/sessions'), { recursive: true });
  await mkdir(path.join(container, 'home'));
  await copyFile(path.join(templates.host, 'enter'), path.join(container, 'enter'));
  await writeFile(path.join(container, 'container.env'), assignments(host.environment), { mode: 0o600 });
  await cp(templates.app, host.appDirectory, { recursive: true });
  if (prisma === 6) await layOutOlderPrisma(host.appDirectory);
  else await symlink(templates.nodeModules, path.join(host.appDirectory, 'node_modules'));
  if (host.layout === 'container') return;
  await symlink(host.appDirectory, path.join(container, 'app'));
  const { HOME: _, ...variables } = host.environment;
  await writeFile(path.join(host.directory, '.env'), assignments(variables), { mode: 0o600 });
}

async function layOutHost(host: DemoHost): Promise<void> {
  for (const folder of ['backups', 'config', 'bin', 'scripts']) {
    await mkdir(path.join(host.directory, folder), { recursive: true });
  }
  await cp(path.join(templates.host, 'bin'), path.join(host.directory, 'bin'), { recursive: true });
  const file = path.join(host.directory, 'config/database.env');
  await writeFile(file, assignments(toolVariables(host.databaseUrl)), { mode: 0o600 });
  if (host.layout === 'container') await layOutStaleCopy(host.directory);
}

/** The checkout on the host is older than the image in the container, as it often is: who reads it reads wrong things. */
async function layOutStaleCopy(directory: string): Promise<void> {
  await cp(path.join(templates.app, 'prisma'), path.join(directory, 'prisma'), { recursive: true });
  const migrations = path.join(directory, 'prisma/migrations');
  await rm(path.join(migrations, '20240402090000_require_country'), { recursive: true });
  await writeFile(path.join(migrations, '20231004101500_add_orders/migration.sql'), "SELECT 'stale';\n");
}

async function layOutScripts({ directory, backup, rollback }: DemoHost): Promise<void> {
  const copyScript = async (from: string, to: string) => {
    await copyFile(path.join(templates.host, 'scripts', from), path.join(directory, 'scripts', to));
    await chmod(path.join(directory, 'scripts', to), 0o755);
  };
  if (backup !== 'none') await copyScript(backup === 'script' ? 'backup.sh' : `backup-${backup}.sh`, 'backup.sh');
  if (rollback === 'script') await copyScript('rollback.sh', 'rollback.sh');
}

/** What libpq's programs read. */
function toolVariables(databaseUrl: string): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  return {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
}

/** Lines for `.` of a shell and for `process.loadEnvFile`, which agree on single quotes. */
function assignments(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
}
