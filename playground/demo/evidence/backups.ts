import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { DemoHost } from '../../hosts/host-layout.ts';
import { postgresBinaries } from '../../servers/binaries.ts';
import { createDatabase, dropDatabase, type PostgresAddress } from '../../servers/postgres.ts';
import { contentOf, type DatabaseContent } from './database.ts';

const run = promisify(execFile);

/** Paths of the environment's backups below the host's directory, oldest first: their names begin with their time. */
export async function backupFiles({ directory, name }: DemoHost): Promise<readonly string[]> {
  const folder = path.join('backups', name);
  const files = await readdir(path.join(directory, folder)).catch(() => []);
  return files
    .filter((file) => file.endsWith('.dump'))
    .sort()
    .map((file) => path.join(folder, file));
}

/** Restores a file into a database of its own, reads that, and drops it: what the file really holds. */
export async function contentOfBackup(
  { port, user, password }: PostgresAddress,
  file: string,
): Promise<DatabaseContent> {
  const name = `opened_${randomBytes(4).toString('hex')}`;
  const url = await createDatabase({ port, user, password }, name);
  try {
    const argv = ['--exit-on-error', '--no-owner', `--host=127.0.0.1`, `--port=${port}`, `--username=${user}`];
    const program = path.join(postgresBinaries(), 'pg_restore');
    await run(program, [...argv, `--dbname=${name}`, file], { env: { PATH: process.env.PATH, PGPASSWORD: password } });
    return await contentOf(url);
  } finally {
    await dropDatabase({ port, user, password }, name);
  }
}
