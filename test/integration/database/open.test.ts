import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { addMigration, migrationNames } from '../../../playground/hosts/migrations.ts';
import { stopService } from '../../../playground/hosts/service.ts';
import { execute } from '../../../playground/servers/postgres.ts';
import type { Environment, HostAddress } from '../../../src/domain/environment.ts';
import { Secret } from '../../../src/lib/secret.ts';
import type { Opened, TargetSession } from '../../../src/ports/target.ts';
import { compareMigrations } from '../../../src/prisma-cli/compare.ts';
import { freshHost } from '../../support/hosts.ts';
import { bySsh, connected, environmentOf, local } from './connected.ts';

const pending = '20240601090000_add_vault';

async function open(environment: Environment): Promise<Opened<TargetSession>> {
  const { targets, host, ...remote } = await connected(environment.host);
  const opened = await targets.open(environment, host);
  onTestFinished(async () => {
    if (opened.kind === 'open') await opened.session[Symbol.asyncDispose]();
    await remote[Symbol.asyncDispose]();
  });
  return opened;
}

async function session(environment: Environment): Promise<TargetSession> {
  const opened = await open(environment);
  if (opened.kind === 'trouble') throw new Error(JSON.stringify(opened.trouble));
  return opened.session;
}

const causeOf = (opened: Opened<TargetSession>) =>
  opened.kind === 'trouble' ? [opened.trouble.code, ...opened.trouble.facts.map((fact) => fact.value)] : ['open'];

describe.each<[string, () => HostAddress]>([
  ['here', () => local],
  ['by SSH', bySsh],
])('a database reached as its app does, %s', (_, address) => {
  test('shows what Prisma sees inside, not the copy on the host', async () => {
    const host = await freshHost();
    await addMigration(host, pending, 'CREATE TABLE "Vault" (id int);\n');
    const { project, identity, history, sqlOf } = await session(environmentOf(host, address()));

    expect(project.prismaVersion).toBe('7.10.0');
    expect(project.migrationsPath).toBe('prisma/migrations');
    expect(project.files.map((file) => file.name)).toEqual(await migrationNames(host));
    const { port, pathname } = new URL(host.databaseUrl);
    expect(identity).toEqual({ host: '127.0.0.1', port: Number(port), database: pathname.slice(1), schema: 'public' });
    const comparison = compareMigrations({ files: project.files, history: await history() });
    expect(comparison).toMatchObject({ pending: [pending], failed: [], edited: [], missing: [], outOfOrder: [] });
    expect(await Promise.all([sqlOf(pending), sqlOf('20990101000000_none')])).toEqual([
      'CREATE TABLE "Vault" (id int);\n',
      null,
    ]);
  });

  test('is looked at read-only, under the name godwit, and left when the session is', async () => {
    const host = await freshHost();
    const opened = await session(environmentOf(host, address()));
    const mine =
      "SELECT application_name AS name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'godwit'";
    expect(await execute(host.databaseUrl, mine)).toEqual([{ name: 'godwit' }]);
    await expect(opened.query('CREATE TABLE x (id int)')).rejects.toMatchObject({ sqlState: '25006' });
    expect(await opened.query('SELECT $1::int + 1 AS n', [41])).toEqual([{ n: 42 }]);
    await opened[Symbol.asyncDispose]();
    await vi.waitFor(async () => expect(await execute(host.databaseUrl, mine)).toEqual([]));
  });

  test('is told apart from a stopped service, a missing directory and a missing node', async () => {
    const host = await freshHost();
    const environment = environmentOf(host, address());
    expect(causeOf(await open({ ...environment, directory: `${host.directory}/none` }))[0]).toBe('directory-missing');
    const withoutNode = ['./bin/inside', 'env', 'PATH=/nowhere', '/bin/sh', '-c', 'exec "$@"', 'sh'];
    expect(causeOf(await open({ ...environment, exec: withoutNode }))).toEqual([
      'exec-failed',
      expect.stringMatching(/node.*not found/),
    ]);
    await stopService(host);
    expect(causeOf(await open(environment))).toEqual(['exec-failed', expect.stringContaining('is not running')]);
  });
});

describe('the way to the database', () => {
  test('skips what the prefix prints before', async () => {
    const host = await freshHost();
    const environment = environmentOf(host, local);
    const exec = ['sh', '-c', 'echo "godwit-: {}"; printf "welcome"; exec ./bin/inside "$@"', 'sh'];
    expect((await session({ ...environment, exec })).project.files).toHaveLength(7);
  });

  test('reads the URL from .env where the variable is not set', async () => {
    const host = await freshHost({ layout: 'plain', service: 'stopped' });
    expect((await session(environmentOf(host, local))).identity.database).toMatch(/^staging_/);
  });

  test('says why there is no session, and still shows the files', async () => {
    const host = await freshHost();
    const withUrl = (url: string) => ({
      ...environmentOf(host, local),
      exec: ['./bin/inside', 'env', `DATABASE_URL=${url}`],
    });
    const unset = await open(environmentOf(host, local, { variable: 'NO_SUCH_VARIABLE' }));
    expect(causeOf(unset)).toEqual(['database-unreachable', expect.stringContaining('NO_SUCH_VARIABLE')]);
    expect(unset).toMatchObject({ project: { prismaVersion: '7.10.0' } });
    const url = new URL(host.databaseUrl);
    const with_ = (change: (url: URL) => void) => {
      const other = new URL(url);
      change(other);
      return withUrl(other.href);
    };
    const wrong = await open(
      with_((it) => {
        it.password = 'wrong';
      }),
    );
    expect(causeOf(wrong)).toEqual(['database-unreachable', '28P01: password authentication failed for user "godwit"']);
    const away = await open(
      with_((it) => {
        it.port = '1';
      }),
    );
    expect(causeOf(away)).toEqual(['database-unreachable', '127.0.0.1:1: ECONNREFUSED']);
    const none = await open(
      with_((it) => {
        it.pathname = '/none';
      }),
    );
    expect(causeOf(none)).toEqual(['database-unreachable', '3D000: database "none" does not exist']);
    expect(causeOf(await open(withUrl('mysql://a:b@c/d')))).toEqual([
      'database-unreachable',
      'DATABASE_URL is not a postgresql:// URL',
    ]);
    for (const opened of [wrong, away, none]) expect(JSON.stringify(opened)).not.toContain(url.password);
  });

  test('takes a password of odd characters and a schema of its own', async () => {
    const host = await freshHost();
    const role = `odd_${process.pid}_${host.directory.slice(-30).replace(/\W/g, '')}`;
    const password = 'p@ss:/?#[]%é \'"\\ $x';
    await execute(host.databaseUrl, `CREATE ROLE ${role} LOGIN PASSWORD '${password.replaceAll("'", "''")}'`);
    await execute(
      host.databaseUrl,
      `CREATE SCHEMA "Own"; CREATE TABLE "Own"._prisma_migrations AS SELECT * FROM public._prisma_migrations LIMIT 2; GRANT ALL ON SCHEMA "Own" TO ${role}; GRANT SELECT ON ALL TABLES IN SCHEMA "Own" TO ${role}`,
    );
    const url = new URL(host.databaseUrl);
    const exec = [
      './bin/inside',
      'env',
      `DATABASE_URL=postgresql://${role}:${encodeURIComponent(password)}@${url.host}${url.pathname}?schema=Own`,
    ];
    const opened = await session({ ...environmentOf(host, local), exec });
    expect(opened.identity.schema).toBe('Own');
    expect(await opened.history()).toHaveLength(2);
    expect(opened.tools.PGPASSWORD.reveal()).toBe(password);
  });

  test('leads through a tunnel to the configured URL, with the files still read inside', async () => {
    const host = await freshHost();
    const database = { via: 'ssh', url: { from: 'env', name: 'TARGET_URL' } } as const;
    const remote = await connected(bySsh(), new Secret(host.databaseUrl));
    onTestFinished(() => remote[Symbol.asyncDispose]());
    const opened = await remote.targets.open(environmentOf(host, bySsh(), database), remote.host);
    if (opened.kind === 'trouble') throw new Error(opened.trouble.message);
    expect(await opened.session.history()).toHaveLength(7);
    expect(opened.session.project.files).toHaveLength(7);
    await opened.session[Symbol.asyncDispose]();
    const other = await connected(bySsh(), new Secret('postgresql://a:b@127.0.0.1:1/c'));
    onTestFinished(() => other[Symbol.asyncDispose]());
    const away = await other.targets.open(environmentOf(host, bySsh(), database), other.host);
    expect(causeOf(away)[0]).toBe('database-unreachable');
  });
});

describe('a connection that ends', () => {
  test('before the login: the prefix may have kept standard input', async () => {
    const host = await freshHost();
    const exec = ['sh', '-c', 'exec ./bin/inside "$@" </dev/null', 'sh'];
    expect(causeOf(await open({ ...environmentOf(host, local), exec }))).toEqual([
      'database-unreachable',
      expect.stringMatching(/standard input/),
    ]);
  });

  test('with the session: the next query is an outage, not an answer', async () => {
    const host = await freshHost();
    const opened = await session(environmentOf(host, bySsh()));
    await execute(
      host.databaseUrl,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'godwit'",
    );
    await vi.waitFor(() => expect(opened.query('SELECT 1')).rejects.toMatchObject({ name: 'RemoteOutage' }));
  });
});
