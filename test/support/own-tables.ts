import { readdir, readFile } from 'node:fs/promises';
import { execute } from '../../playground/servers/postgres.ts';
import { freshDatabase } from './databases.ts';

const folder = new URL('../../prisma/migrations/', import.meta.url);

/** A database of its own with Godwit's own tables, made from the migrations' SQL without Prisma's CLI. Answers with its URL. */
export async function freshOwnTables(label = 'own'): Promise<string> {
  const url = await freshDatabase(label);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  for (const name of names.sort()) await execute(url, await readFile(new URL(`${name}/migration.sql`, folder), 'utf8'));
  return url;
}
