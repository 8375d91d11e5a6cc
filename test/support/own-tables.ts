import { readdir, readFile } from 'node:fs/promises';
import { engineEnvironment } from '../../playground/prisma-engine/environment.mjs';
import { createLogin, execute } from '../../playground/servers/postgres.ts';
import { runGodwit } from '../../playground/stage/godwit-process.ts';
import { grantRunningRole } from '../../src/store/running-role.ts';
import { freshDatabase, templateDatabase } from './databases.ts';

const folder = new URL('../../prisma/migrations/', import.meta.url);

/** A database of its own with Godwit's own tables, made from the migrations' SQL without Prisma's CLI. Answers with its URL. */
export async function freshOwnTables(label = 'own'): Promise<string> {
  const url = await freshDatabase(label);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  for (const name of names.sort()) await execute(url, await readFile(new URL(`${name}/migration.sql`, folder), 'utf8'));
  return url;
}

/**
 * What `godwit migrate` leaves, in milliseconds: a copy of the tables that it made once, and the rights of a new running
 * role, given by the very function that it calls.
 */
export async function migratedOwnTables(): Promise<{ readonly databaseUrl: string; readonly runningUrl: string }> {
  const template = await templateDatabase('own_migrated', async (url) => {
    const { exitCode, stderr } = await runGodwit(['migrate'], { DATABASE_URL: url, ...engineEnvironment() });
    if (exitCode !== 0) throw new Error(`bringing Godwit's own tables up: exit ${exitCode}\n${stderr}`);
  });
  const databaseUrl = await freshDatabase('own', { template });
  const runningUrl = await createLogin(databaseUrl);
  const granted = await grantRunningRole(databaseUrl, runningUrl);
  if (granted.kind !== 'granted') throw new Error(`giving the running role its rights: ${granted.kind}`);
  return { databaseUrl, runningUrl };
}
