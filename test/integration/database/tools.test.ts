import { expect, onTestFinished, test } from 'vitest';
import { stopService } from '../../../playground/hosts/service.ts';
import { execute } from '../../../playground/servers/postgres.ts';
import { freshHost } from '../../support/hosts.ts';
import { connected, environmentOf, local } from './connected.ts';

async function tools(database?: string) {
  const host = await freshHost();
  const remote = await connected(local);
  onTestFinished(() => remote[Symbol.asyncDispose]());
  const environment = environmentOf(host, local);
  const opened = await remote.targets.open(environment, remote.host);
  if (opened.kind === 'trouble') throw new Error(opened.trouble.message);
  await opened.session[Symbol.asyncDispose]();
  const { history, openTools } = remote.targets;
  const open = (argv: readonly string[] = []) =>
    openTools(
      { ...environment, database: { ...environment.database, tools: argv } },
      remote.host,
      opened.session.tools,
      database,
    );
  return { host, sql: await open(), open, history };
}

test('the history is there while the service is stopped, and the same', async () => {
  const { host, sql, history } = await tools();
  await stopService(host);
  const rows = await history(sql, 'public');
  expect(rows).toHaveLength(7);
  expect(rows[0]).toMatchObject({
    name: expect.any(String),
    checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    startedAt: expect.any(Number),
  });
  expect(await history(sql, 'no such schema')).toEqual([]);
});

test('values arrive as they are', async () => {
  const { sql } = await tools();
  const odd = "a'b\\c\n$1 :x \\! echo";
  expect(
    await sql.query('SELECT $1::text AS text, $2::int AS n, $3::bool AS b, $4::text AS none -- end', [
      odd,
      5,
      true,
      null,
    ]),
  ).toEqual([{ text: odd, n: 5, b: true, none: null }]);
});

test('statements change things, in another database too', async () => {
  const { host, sql } = await tools('postgres');
  const name = `${new URL(host.databaseUrl).pathname.slice(1)}_x`;
  expect(await sql.query(`CREATE DATABASE "${name}"`)).toEqual([]);
  expect(await execute(host.databaseUrl, 'SELECT 1 FROM pg_database WHERE datname = $1', [name])).toHaveLength(1);
  await sql.query(`DROP DATABASE "${name}";`);
});

test('a refusal is the server’s primary message and its state', async () => {
  const { sql, open } = await tools();
  await expect(sql.query('SELECT 1/0')).rejects.toMatchObject({ sqlState: '22012', message: 'division by zero' });
  const silent = await open(['env', 'PATH=/nowhere']);
  await expect(silent.query('SELECT 1')).rejects.toMatchObject({ name: 'SqlError', sqlState: null });
});
