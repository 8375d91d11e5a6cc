import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { startSshd } from '../../playground/servers/sshd.ts';
import { freshHost } from '../support/hosts.ts';
import { freshDirectory } from '../support/remotes.ts';
import { openScene, patienceMs } from '../support/stages.ts';

/** An account of Debian's PostgreSQL with a shell: no user is made for a test. */
const user = 'postgres';
const sudo = '/usr/bin/sudo';
const accounts = readFileSync('/etc/passwd', 'utf8');

/** Why it cannot be tried on this machine; null where it can. */
function hindrance(): string | null {
  if (process.getuid?.() !== 0) return 'only root can serve another login, and say what it may do by sudo';
  if (!new RegExp(`^${user}:.*:/bin/(ba)?sh$`, 'm').test(accounts)) return `there is no account ${user}`;
  return existsSync(sudo) ? null : 'sudo is not installed';
}
const why = hindrance();
const asUser = (argv: readonly string[]) =>
  execFileSync('setpriv', ['--reuid', user, '--clear-groups', ...argv], { stdio: 'pipe' });

/** The first text between backticks in docs/security.md that matches, with this test's names in place of the example's. */
function documented(pattern: RegExp, names: Readonly<Record<string, string>>): string {
  const spans = [...readFileSync('docs/security.md', 'utf8').matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
  const found = spans.find((text) => pattern.test(text));
  if (found === undefined) throw new Error(`looking in docs/security.md for ${pattern}: it is not there`);
  return Object.entries(names).reduce((line, [theirs, ours]) => {
    if (!line.includes(theirs)) throw new Error(`looking in “${line}” for ${theirs}: it is not there`);
    return line.replace(theirs, ours);
  }, found);
}

test.skipIf(why !== null)(
  `a deploy needs no more than docs/security.md gives: its key, its line of sudoers, its role${why === null ? '' : ` (skipped: ${why})`}`,
  async () => {
    const directory = freshDirectory('least');
    await using sshd = await startSshd({ directory, playground: inject('realParts').directory, user });
    const keys = path.join(directory, 'authorized_keys');
    const restricted = documented(/^from=.*permitopen=.*ssh-ed25519/, {
      '10.0.0.7': '127.0.0.1',
      // The database is reached through the app here.
      ',port-forwarding,permitopen="127.0.0.1:5432"': '',
      ' ssh-ed25519 …': '',
    });
    writeFileSync(keys, `${restricted} ${readFileSync(keys, 'utf8')}`);

    const host = await freshHost({ name: 'staging', backup: 'none', rollback: 'none' });
    await addMigration(host, '20260101000000_add_vault', 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
    // The login owns the checkout. The container's side stays root's, as a real engine's does.
    execFileSync('chown', ['-R', user, host.directory]);
    const inside = path.join(host.directory, 'bin/inside');
    execFileSync('chown', ['-R', 'root', path.dirname(inside)]);
    const secret = path.join(host.directory, '../container/container.env');
    expect(() => asUser(['cat', secret])).toThrow();

    const rules = `/etc/sudoers.d/godwit-test-${randomBytes(4).toString('hex')}`;
    const line = documented(/^\w+ ALL=\(root\) NOPASSWD: /, {
      'deploy ALL': `${user} ALL`,
      '/usr/bin/docker compose -f /opt/shop/compose.yml exec -T backend': inside,
    });
    try {
      writeFileSync(rules, `${line}\n`, { mode: 0o440 });
      execFileSync('visudo', ['-c', '-q', '-f', rules]);
      expect(() => asUser([sudo, '-n', 'cat', secret])).toThrow();
      const place = { exec: ['sudo', inside], service: {} };
      await using scene = await openScene({ staging: { host, ssh: sshd, place } });
      await scene.type('ana', 'status staging');
      await scene.message(['Status of staging', '1 pending']);
      await scene.type('ana', 'deploy staging');
      await scene.message(['Deploy 1 migration to staging', '*Succeeded*']);
    } finally {
      rmSync(rules, { force: true });
    }
    const [table] = await execute(host.databaseUrl, `SELECT to_regclass('"Vault"') IS NOT NULL AS there`);
    expect(table).toEqual({ there: true });
  },
  patienceMs * 3,
);
