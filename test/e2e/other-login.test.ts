import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { startSshd } from '../../playground/servers/sshd.ts';
import { freshHost } from '../support/hosts.ts';
import { freshDirectory } from '../support/remotes.ts';
import { openScene } from '../support/stages.ts';

/** An account of Debian's PostgreSQL with a shell: no user is made for a test. */
const user = 'postgres';
const isThere = new RegExp(`^${user}:.*:/bin/(ba)?sh$`, 'm').test(readFileSync('/etc/passwd', 'utf8'));
const ownerOf = (file: string) => execFileSync('stat', ['-c', '%U', file], { encoding: 'utf8' }).trim();

// Only root can serve another account's login.
test.skipIf(process.getuid?.() !== 0 || !isThere)(
  'a login that is not root backs up and deploys',
  async () => {
    await using sshd = await startSshd({
      directory: freshDirectory('sshd'),
      playground: inject('realParts').directory,
      user,
    });
    const host = await freshHost({ name: 'staging' });
    await addMigration(host, '20260101000000_add_vault', 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
    execFileSync('chown', ['-R', user, path.join(host.directory, '..')]);
    await using scene = await openScene({ staging: { host, ssh: sshd } });
    await scene.type('ana', 'deploy staging');
    await scene.message(['Deploy 1 migration to staging', 'Succeeded']);

    const [table] = await execute(host.databaseUrl, `SELECT to_regclass('"Vault"') IS NOT NULL AS there`);
    expect(table).toEqual({ there: true });
    const state = path.join(sshd.home, '.local/state/godwit');
    expect(ownerOf(state)).toBe(user);
    expect(statSync(path.join(state, 'runs')).mode & 0o077).toBe(0);
    const [backup = ''] = execFileSync('find', [path.join(host.directory, 'backups'), '-name', '*.dump'], {
      encoding: 'utf8',
    }).split('\n');
    expect(ownerOf(backup)).toBe(user);
  },
  180_000,
);
