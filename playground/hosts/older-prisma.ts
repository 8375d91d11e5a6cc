import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { templates } from './host-layout.ts';

const home = fileURLToPath(new URL('../prisma-6', import.meta.url));
const installed = path.join(home, 'node_modules/prisma');

/**
 * What leads Prisma 6 to an engine: its own cannot be counted on to be there, so that it is always the stand-in. Of its
 * query engine, which migrations have no use for, it wants none that must be downloaded.
 */
export const olderEngineEnvironment = {
  PRISMA_SCHEMA_ENGINE_BINARY: path.join(home, 'schema-engine.mjs'),
  PRISMA_CLIENT_ENGINE_TYPE: 'client',
};

/**
 * Makes an app of Prisma 6 of one of 7: the schema file names the URL, there is no configuration, and node_modules leads
 * to the older packages. They have a folder and a lock file of their own; `npm test` installs them.
 */
export async function layOutOlderPrisma(appDirectory: string): Promise<void> {
  if (!existsSync(installed)) throw new Error(`laying out Prisma 6: ${home} has no packages; npm test installs them`);
  await rm(path.join(appDirectory, 'prisma.config.ts'));
  const schema = path.join(appDirectory, 'prisma/schema.prisma');
  const text = await readFile(schema, 'utf8');
  await writeFile(schema, text.replace(/(provider = "postgresql")/, '$1\n  url      = env("DATABASE_URL")'));
  const nodeModules = path.join(appDirectory, 'node_modules');
  await mkdir(path.join(nodeModules, '.bin'), { recursive: true });
  await symlink(installed, path.join(nodeModules, 'prisma'));
  await symlink(path.join(installed, 'build/index.js'), path.join(nodeModules, '.bin/prisma'));
  await symlink(path.join(templates.nodeModules, 'pg'), path.join(nodeModules, 'pg'));
}
