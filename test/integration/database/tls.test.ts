import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { execute, type PrivatePostgres, startPostgres } from '../../../playground/servers/postgres.ts';
import { freshHost } from '../../support/hosts.ts';
import { connected, environmentOf, local } from './connected.ts';

const run = promisify(execFile);
let postgres: PrivatePostgres;
let certificate: string;

/** A cluster of its own that lets nobody in without encryption; its certificate is for `localhost`, signed by itself. */
beforeAll(async () => {
  const directory = path.join(inject('realParts').directory, `tls-${process.pid}`);
  await mkdir(directory); // open to the account that PostgreSQL runs as
  postgres = await startPostgres({ directory: path.join(directory, 'cluster') });
  const setting = async (name: string) =>
    String((await execute(postgres.url('postgres'), `SELECT current_setting('${name}') AS value`))[0]?.value);
  const data = await setting('data_directory');
  const { uid, gid } = await stat(data);
  const [key, cert] = [path.join(data, 'server.key'), path.join(data, 'server.crt')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    key,
    '-out',
    cert,
    ...subject,
  ]);
  await Promise.all([chown(key, uid, gid), chown(cert, uid, gid)]);
  certificate = path.join(directory, 'root.crt');
  await writeFile(certificate, await readFile(cert));
  await execute(postgres.url('postgres'), 'ALTER SYSTEM SET ssl = on');
  const rules = await setting('hba_file');
  await writeFile(rules, `local all all scram-sha-256\nhostssl all all all scram-sha-256\n`);
  await execute(postgres.url('postgres'), 'SELECT pg_reload_conf()');
});

afterAll(async () => {
  await postgres?.[Symbol.asyncDispose]();
});

async function openAt(name: string, parameters: string) {
  const host = await freshHost({ service: 'running', database: 'empty' });
  const remote = await connected(local);
  onTestFinished(() => remote[Symbol.asyncDispose]());
  const url = `${postgres.url('postgres').replace('127.0.0.1', name)}${parameters}`;
  const exec = ['./bin/inside', 'env', `DATABASE_URL=${url}`];
  const opened = await remote.targets.open({ ...environmentOf(host, local), exec }, remote.host);
  if (opened.kind === 'trouble') return opened.trouble.facts[0]?.value;
  const [row] = await opened.session.query<{ ssl: boolean }>(
    'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
  );
  await opened.session[Symbol.asyncDispose]();
  return row?.ssl;
}

test('is taken where the server has it, also when the URL does not say so', async () => {
  expect(await openAt('127.0.0.1', '')).toBe(true);
  expect(await openAt('127.0.0.1', '?sslmode=require')).toBe(true);
  expect(await openAt('127.0.0.1', '?sslmode=disable')).toMatch(/^28000: no pg_hba.conf entry .* no encryption/);
});

test('checks the certificate where the URL asks for it', async () => {
  expect(await openAt('localhost', '?sslmode=verify-full')).toMatch(/self[- ]signed certificate/);
  const root = `&sslrootcert=${encodeURIComponent(certificate)}`;
  expect(await openAt('localhost', `?sslmode=verify-full${root}`)).toBe(true);
  expect(await openAt('127.0.0.1', `?sslmode=verify-full${root}`)).toMatch(/does not match certificate/);
  expect(await openAt('127.0.0.1', `?sslmode=verify-ca${root}`)).toBe(true);
});

test('is not done without where the URL insists', async () => {
  const plain = inject('realParts').postgres;
  const before = postgres;
  postgres = { ...before, url: (database) => before.url(database).replace(/:\d+\//, `:${plain.port}/`) };
  onTestFinished(() => {
    postgres = before;
  });
  expect(await openAt('127.0.0.1', '?sslmode=require')).toMatch(/offers no encryption/);
});
