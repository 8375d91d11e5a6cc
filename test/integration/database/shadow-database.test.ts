import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import { execute } from '../../../playground/servers/postgres.ts';
import { freshHost } from '../../support/hosts.ts';
import { connected, environmentOf, local } from './connected.ts';

/** A host and what opens a shadow database beside its own. */
async function site(change: (host: DemoHost) => Promise<string> = async ({ databaseUrl }) => databaseUrl) {
  const host = await freshHost({ service: 'stopped', layout: 'plain', database: 'empty' });
  await appendFile(path.join(host.appDirectory, '.env'), `DATABASE_URL='${await change(host)}'\n`);
  const { host: remote, targets, ...connection } = await connected(local);
  onTestFinished(() => connection[Symbol.asyncDispose]());
  return { host, open: () => targets.openShadow(environmentOf(host, local), remote) };
}

const shadowsOf = async ({ databaseUrl }: DemoHost) => {
  const rows = await execute<{ name: string }>(
    databaseUrl,
    `SELECT datname AS name FROM pg_database WHERE datname LIKE 'godwit\\_shadow\\_%' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
};

test('is made empty beside the own one, and is gone afterwards, also with a session in it', async () => {
  const { host, open } = await site();
  const opened = await open();
  if (opened.kind === 'refused') throw new Error(opened.why);
  const { name } = opened.shadow;
  const url = new URL(host.databaseUrl);
  url.pathname = `/${name}`;
  expect(await execute(url.href, 'SELECT current_database() AS name')).toEqual([{ name }]);
  const left = new pg.Client({ connectionString: url.href });
  left.on('error', () => undefined);
  await left.connect();
  await opened.shadow[Symbol.asyncDispose]();
  expect(await shadowsOf(host)).not.toContain(name);
});

test('what somebody left behind an hour ago is dropped with it, what is younger is not', async () => {
  const { host, open } = await site();
  const [now] = await execute<{ stamp: string }>(
    host.databaseUrl,
    `SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISS') AS stamp`,
  );
  const [old, young] = ['godwit_shadow_20200102030405_0badcafe', `godwit_shadow_${now?.stamp}_0badcafe`];
  for (const name of [old, young]) await execute(host.databaseUrl, `CREATE DATABASE ${name}`);
  onTestFinished(async () => void (await execute(host.databaseUrl, `DROP DATABASE ${young}`)));
  const opened = await open();
  if (opened.kind === 'refused') throw new Error(opened.why);
  await opened.shadow[Symbol.asyncDispose]();
  const left = await shadowsOf(host);
  expect(left).not.toContain(old);
  expect(left).toContain(young);
});

test('a login that may not make databases is told so', async () => {
  const { open } = await site(async ({ databaseUrl }) => {
    const url = new URL(databaseUrl);
    url.username = `${url.pathname.slice(1)}_weak`;
    await execute(databaseUrl, `CREATE ROLE "${url.username}" LOGIN PASSWORD '${url.password}'`);
    return url.href;
  });
  expect(await open()).toEqual({
    kind: 'refused',
    why: 'a shadow database could not be made: permission denied to create database',
  });
});

test('a pooler that leads every name to the own database is found out, before anything could be emptied', async () => {
  const { host, open } = await site(async ({ databaseUrl }) => leadingAlwaysTo(databaseUrl));
  const name = new URL(host.databaseUrl).pathname.slice(1);
  const before = await shadowsOf(host);
  expect(await open()).toEqual({
    kind: 'refused',
    why: `the way to the shadow database could not be proved: its name leads to the database ${name}`,
  });
  expect(await shadowsOf(host)).toEqual(before);
});

/** A URL of something that stands before the server and puts its own name in the place of the database that a login asks for. */
async function leadingAlwaysTo(databaseUrl: string): Promise<string> {
  const url = new URL(databaseUrl);
  const [port, name] = [Number(url.port), url.pathname.slice(1)];
  const server = net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    for (const end of [client, upstream]) end.on('error', () => undefined);
    client.once('close', () => upstream.destroy());
    client.on('data', (bytes) => void upstream.write(isLogin(bytes) ? renamed(bytes, name) : bytes));
    upstream.pipe(client);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  url.port = String((server.address() as net.AddressInfo).port);
  return url.href;
}

const protocol3 = 196_608;
const isLogin = (bytes: Buffer) => bytes.length > 8 && bytes.readInt32BE(4) === protocol3;

/** The same login message with another database in it. */
function renamed(bytes: Buffer, name: string): Buffer {
  const words = bytes.subarray(8).toString('latin1').split('\0');
  const named = words.map((word, at) => (words[at - 1] === 'database' && at % 2 === 1 ? name : word));
  const body = Buffer.from(named.join('\0'), 'latin1');
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(protocol3, 4);
  return Buffer.concat([head, body]);
}
