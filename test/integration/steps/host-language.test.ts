import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { mountSmallDisk } from '../../../scripts/chaos/matrix/ground/small-disk.ts';
import { openTools } from '../../../src/database/tools-session.ts';
import { toolVariables } from '../../../src/domain/postgres-tools.ts';
import { Secret } from '../../../src/lib/secret.ts';
import type { ToolSecrets } from '../../../src/ports/target.ts';
import { createRemote } from '../../../src/remote/create-remote.ts';
import { listBackups } from '../../../src/steps/backup-listing.ts';
import { verifyFile } from '../../../src/steps/verify-backup.ts';
import { freshDirectory, lockedTask, ran, remoteOptions } from '../../support/remotes.ts';
import { environment } from '../../unit/domain/samples.ts';

/** With `C.UTF-8`, a language needs no locale of its own. */
const german = { LANGUAGE: 'de', LC_ALL: 'C.UTF-8' };
const isTranslated = (argv: readonly [string, ...string[]]): boolean => {
  const [program, ...words] = argv;
  const said = execFileSync('sh', ['-c', '"$@" 2>&1; true', 'sh', program, ...words], {
    env: { ...process.env, ...german },
  });
  return /Datei oder Verzeichnis nicht gefunden|abgelehnt/.test(said.toString());
};

async function germanHost(home = freshDirectory('german')) {
  const options = remoteOptions(home);
  const remote = createRemote({ ...options, localEnvironment: { ...options.localEnvironment, ...german } });
  const host = await remote.host({ kind: 'local' });
  return {
    host,
    environment: { ...environment(), directory: home },
    [Symbol.asyncDispose]: remote[Symbol.asyncDispose],
  };
}

const coreutils = isTranslated(['ls', '/nowhere']);

test.skipIf(!coreutils)('on a host that speaks German, a directory that is not there yet has no backups', async () => {
  await using at = await germanHost();
  expect(await listBackups(at)).toEqual([]);
});

test.skipIf(!coreutils)("a script's words for a full disk are understood, and its language is left to it", async () => {
  await using at = await germanHost();
  const run = async (script: string) => ran(at.host, await lockedTask(at.host, [script]));
  expect(await run('echo x | tee /dev/full')).toMatchObject({
    end: { kind: 'exited', code: 1, full: true },
    log: expect.stringContaining('kein Speicherplatz'),
  });
  expect((await run('ls /nowhere; exit 4')).end).toEqual({ kind: 'exited', code: 4 });
  expect((await run('echo "$LANGUAGE $LC_ALL"')).log).toBe('de C.UTF-8\n');
});

/** Only root may mount it. */
test.skipIf(!coreutils || process.getuid?.() !== 0)(
  'a full disk on which nothing can be begun is told as such',
  async () => {
    using disk = mountSmallDisk(freshDirectory('disk'));
    await using at = await germanHost(disk.directory);
    const task = await lockedTask(at.host, ['true']);
    disk.fill?.();
    await expect(at.host.begin(task)).rejects.toMatchObject({ trouble: { code: 'disk-full' } });
    await expect(at.host.takeLock('another', task.lock.owner)).rejects.toMatchObject({
      trouble: { code: 'disk-full' },
    });
  },
);

test.skipIf(!isTranslated(['psql', '-h', '127.0.0.1', '-p', '1']))(
  "what PostgreSQL's tools say is English, and the cause",
  async () => {
    await using at = await germanHost();
    const values = { PGHOST: '127.0.0.1', PGPORT: '1', PGUSER: 'a', PGPASSWORD: 'b', PGDATABASE: 'c', PGSSLMODE: '' };
    const secrets = Object.fromEntries(toolVariables.map((name) => [name, new Secret(values[name])])) as unknown;
    const sql = await openTools(at.environment, at.host, secrets as ToolSecrets);
    const refused = { sqlState: null, message: expect.stringMatching(/^connection to server at .* refused$/) };
    await expect(sql.query('SELECT 1')).rejects.toMatchObject(refused);

    await writeFile(path.join(at.environment.directory, 'broken.dump'), 'PGDMP');
    const broken = await verifyFile(at, 'broken.dump');
    expect(broken).toMatchObject({ kind: 'broken', why: expect.stringMatching(/^pg_restore: error: /) });
  },
);
