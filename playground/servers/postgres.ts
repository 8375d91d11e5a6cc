import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { postgresAccount, postgresBinaries } from './binaries.ts';
import { onFreePort } from './free-port.ts';
import { playgroundMarker } from './pid-files.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const run = promisify(execFile);
const superuser = 'godwit';

/** Where a private cluster is and how to get in; plain data, so that it can be handed to other processes. */
export interface PostgresAddress {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface PrivatePostgres extends PostgresAddress, AsyncDisposable {
  /** Of the process that runs now; another one after `restart`. */
  pid(): number;
  /** Ends it at once, with every session; the port stays free for `restart`. What was committed with a flush is kept. */
  kill(): Promise<void>;
  /** Starts it again on the same port; it recovers by itself. */
  restart(): Promise<void>;
  url(database: string): string;
  createDatabase(name: string, options?: { readonly template?: string }): Promise<string>;
}

/** Starts a cluster of its own below `directory`, with a random password (scram), that forgets everything when it ends. */
export async function startPostgres({
  directory,
  binaries = postgresBinaries(),
  language = 'en',
}: {
  readonly directory: string;
  /** Of its messages, where their translation is installed. Default: English. */
  readonly language?: string;
  /** Folder of `initdb` and `postgres`; default: those of the newest major that is installed. */
  readonly binaries?: string;
}): Promise<PrivatePostgres> {
  const password = randomBytes(18).toString('base64url');
  const place = { directory, binaries, language };
  await initialise(place, password);
  const first = await onFreePort(async (port) => ({ port, server: await serve(place, port) }));
  const { port } = first;
  let server = first.server;
  const address = { port, user: superuser, password };
  return {
    ...address,
    pid: () => server.pid,
    kill: () => server.stop(),
    restart: async () => {
      await server.stop();
      server = await serve(place, port);
    },
    url: (database) => databaseUrl(address, database),
    createDatabase: (name, options) => createDatabase(address, name, options),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** `postgresql://user:password@127.0.0.1:port/database` */
export function databaseUrl({ port, user, password }: PostgresAddress, database: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** Creates a database (a copy of `template`, when given) and answers with its URL. */
export async function createDatabase(
  address: PostgresAddress,
  name: string,
  { template = 'template0' }: { readonly template?: string } = {},
): Promise<string> {
  await execute(databaseUrl(address, 'postgres'), `CREATE DATABASE ${quoted(name)} TEMPLATE ${quoted(template)}`);
  return databaseUrl(address, name);
}

/** Drops a database together with the sessions in it. */
export async function dropDatabase(address: PostgresAddress, name: string): Promise<void> {
  await execute(databaseUrl(address, 'postgres'), `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`);
}

/** Creates a login that may do nothing yet, and answers with the URL by which it reaches the same database. */
export async function createLogin(url: string): Promise<string> {
  const role = `runs_${randomBytes(4).toString('hex')}`;
  const password = randomBytes(18).toString('base64url');
  await execute(url, `CREATE ROLE ${quoted(role)} LOGIN PASSWORD '${password}'`);
  return Object.assign(new URL(url), { username: role, password }).href;
}

/** Runs one statement (or one simple-protocol script without parameters) on a connection of its own. */
export async function execute<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  url: string,
  sql: string,
  parameters?: readonly unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'playground' });
  await client.connect();
  try {
    const answer = await client.query<Row>(sql, parameters === undefined ? undefined : [...parameters]);
    return answer.rows ?? [];
  } finally {
    await client.end();
  }
}

/** Runs `use` while a session of its own holds the advisory lock; waits for the lock as long as it takes. */
export async function withAdvisoryLock<T>(url: string, lock: number, use: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'playground' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock]);
    return await use();
  } finally {
    await client.end();
  }
}

interface Place {
  readonly directory: string;
  readonly binaries: string;
  readonly language: string;
}

async function initialise({ directory, binaries }: Place, password: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const account = postgresAccount();
  if (account) await chown(directory, account.uid, account.gid);
  const passwordFile = path.join(directory, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  const authentication = ['-U', superuser, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const settings = ['-D', path.join(directory, 'data'), '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  const env = { ...process.env, [playgroundMarker]: directory };
  const initdb = path.join(binaries, 'initdb');
  await run(initdb, [...settings, ...authentication], { cwd: directory, env, ...account });
  await rm(passwordFile);
}

/** SIGQUIT is PostgreSQL's immediate shutdown: nothing here outlives the cluster, so nothing needs a checkpoint. */
function serve({ directory, binaries, language }: Place, port: number): Promise<ServerProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    max_prepared_transactions: '10',
    shared_buffers: '64MB',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const program = path.join(binaries, 'postgres');
  return startServer({
    name: 'postgres',
    directory,
    argv: [program, '-D', path.join(directory, 'data'), '-p', String(port), ...flags],
    environment: { LANGUAGE: language },
    ready: /database system is ready to accept connections|Datenbanksystem ist bereit, um Verbindungen anzunehmen/,
    account: postgresAccount(),
    stopSignal: 'SIGQUIT',
  });
}

const quoted = (name: string) => pg.escapeIdentifier(name);
