import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Backup } from '../../../src/domain/backup.ts';
import type { Sha256 } from '../../../src/domain/ids.ts';
import { listBackups } from '../../../src/steps/backup-listing.ts';
import { sampleBackup } from '../../fakes/sample-backups.ts';
import { backingUp, type Site } from './step-site.ts';

const run = promisify(execFile);

/** What a tool prints about the site's database, as the app's own login. */
export async function dumped({ host, secrets }: Site, [program = '', ...argv]: readonly string[]): Promise<Buffer> {
  const url = new URL(host.databaseUrl);
  url.username = secrets.PGUSER.reveal();
  url.password = secrets.PGPASSWORD.reveal();
  const { stdout } = await run(program, [...argv, url.href], { encoding: 'buffer' });
  return stdout;
}

/** Puts a file where backups lie, and says of it what a run that took it would have recorded. */
export async function recorded(site: Site, name: string, bytes: Buffer): Promise<Backup> {
  const wanted = `backups/${site.environment.name}/${name}`;
  const file = path.join(site.host.directory, wanted);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
  const files = await listBackups(site.context(backingUp()));
  const listed = 'code' in files ? undefined : files.find((one) => one.path === wanted);
  if (listed === undefined) throw new Error(`${wanted} is not listed, though ${(await stat(file)).size} bytes long`);
  return sampleBackup({ ...listed, sha256: createHash('sha256').update(bytes).digest('hex') as Sha256 });
}
