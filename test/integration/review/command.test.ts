import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { Command } from 'commander';
import pg from 'pg';
import { beforeAll, expect, inject, test } from 'vitest';
import { addReviewCommand } from '../../../src/app/review-command.ts';
import { freshDatabase } from '../../support/databases.ts';

let folder: string;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(inject('realParts').directory, 'review-'));
  for (const [name, sql] of [
    ['2_next', 'CREATE INDEX i ON orders (note);'],
    ['1_first', 'CREATE TABLE orders (id int, note text);'],
  ] as const) {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, 'migration.sql'), sql);
  }
  url = await freshDatabase('review');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'CREATE TABLE people (id int PRIMARY KEY, name varchar(20)); INSERT INTO people SELECT i FROM generate_series(1, 20000) i; ANALYZE',
  );
  await client.end();
});

const standardInput = { text: '' };

async function godwit(...argv: string[]) {
  let out = '';
  let err = '';
  let code = -1;
  const program = new Command().exitOverride();
  const terminal = {
    variables: { DB: url },
    input: async () => Buffer.from(standardInput.text),
    out: (text: string) => (out += text),
    drained: async () => undefined,
    err: (text: string) => (err += text),
    colour: false,
    ended: new Promise<void>(() => undefined),
  };
  addReviewCommand(program, terminal, (ended) => {
    code = ended;
  });
  await program.parseAsync(['review', ...argv], { from: 'user' });
  return { out, err, code };
}

async function fileOf(sql: string): Promise<string> {
  const file = path.join(folder, 'one.sql');
  await writeFile(file, sql);
  return file;
}

test("a folder is read as Prisma's migrations, in their order", async () => {
  const { out, code } = await godwit('--json', folder);
  const { files, verdict } = JSON.parse(out);
  expect(files.map((file: { path: string }) => path.basename(path.dirname(file.path)))).toEqual(['1_first', '2_next']);
  expect({ verdict, code }).toEqual({ verdict: 'caution', code: 0 });
});

test('a live database says what a change takes', async () => {
  const widened = await godwit(
    '--json',
    '--catalog',
    'env:DB',
    await fileOf('ALTER TABLE people ALTER name TYPE text'),
  );
  expect(JSON.parse(widened.out)).toMatchObject({
    verdict: 'safe',
    files: [{ statements: [{ relations: [{ name: 'people', lock: 'AccessExclusive', work: 'metadata' }] }] }],
  });
  const rewritten = await godwit('--catalog', url, await fileOf('ALTER TABLE people ALTER id TYPE bigint'));
  expect(rewritten.out).toContain('✗ risky L20 Changing id to bigint rewrites people');
  expect(rewritten.code).toBe(1);
});

test('a schema file stands in for a database', async () => {
  const schema = path.join(folder, 'schema.txt');
  await writeFile(schema, 'CREATE TABLE people (id int);');
  const { code } = await godwit('--schema', schema, await fileOf('ALTER TABLE people ALTER id TYPE int'));
  expect(code).toBe(0);
});

test("names without a schema are looked for where the URL says that Prisma's are", async () => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE SCHEMA shop; CREATE TABLE shop.parcels (id int, name varchar(20))');
  await client.end();
  const { out } = await godwit(
    '--json',
    '--catalog',
    `${url}?schema=shop&connection_limit=1&sslmode=prefer`,
    await fileOf('ALTER TABLE parcels ALTER name TYPE text'),
  );
  expect(JSON.parse(out)).toMatchObject({ files: [{ statements: [{ relations: [{ work: 'metadata' }] }] }] });
});

/** A server that takes connections and says nothing. */
async function silent() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as net.AddressInfo).port };
}

test('a database that cannot be read is a sentence without the password, and ends with 2', async () => {
  const { server, port } = await silent();
  const { host } = new URL(url);
  const file = await fileOf('SELECT 1');
  const said = async (catalog: string) => {
    const { out, err, code } = await godwit('--catalog', catalog, file);
    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(err).not.toContain('hush');
    return err;
  };
  expect(await said(url.replace(/:[^:@]*@/, ':hush@'))).toMatch(
    new RegExp(`^reading the catalog: ${host} refuses the login: password authentication failed`),
  );
  expect(await said(url.replace(/\/[^/]*$/, '/nothing'))).toContain('database "nothing" does not exist');
  expect(await said(`${url}?sslmode=require`)).toContain('the server offers no encryption');
  expect(await said(`${url}?sslmode=verify-full&sslrootcert=/nowhere.crt`)).toContain('/nowhere.crt');
  expect(await said('postgresql://a:hush@127.0.0.1:1/b')).toBe('reading the catalog: nothing listens at 127.0.0.1:1\n');
  expect(await said('postgresql://a:hush@localhost/b?host=/nowhere')).toBe(
    'reading the catalog: there is no socket at /nowhere:5432\n',
  );
  expect(await said(`postgresql://a:hush@127.0.0.1:${port}/b`)).toContain('gives no answer within 5 s');
  expect(await said('mysql://a:hush@b/c')).toBe('reading the catalog: it is not a postgresql:// URL\n');
  server.close();
});

test.each([
  ['the project', ''],
  ['the folder of the schema', 'prisma'],
  ['the migrations', 'prisma/migrations'],
  ['one migration', 'prisma/migrations/1_first'],
  ['a file', 'prisma/migrations/1_first/migration.sql'],
])('%s is understood', async (_, place) => {
  const project = path.join(folder, 'project');
  await mkdir(path.join(project, 'prisma/migrations/1_first'), { recursive: true });
  await writeFile(path.join(project, 'prisma/migrations/migration_lock.toml'), '');
  await writeFile(path.join(project, 'prisma/migrations/1_first/migration.sql'), 'SELECT 1;');
  const { out, code } = await godwit('--json', path.join(project, place));
  const { files } = JSON.parse(out);
  expect(files).toMatchObject([{ path: path.join(project, 'prisma/migrations/1_first/migration.sql') }]);
  expect(code).toBe(0);
});

test('standard input is a file like others', async () => {
  standardInput.text = 'DROP TABLE people;';
  const { out, code } = await godwit('--json', '-');
  expect(JSON.parse(out)).toMatchObject({ files: [{ path: 'standard input', verdict: 'risky' }] });
  expect(code).toBe(1);
});

test('SQL does not speak to the terminal', async () => {
  const { out } = await godwit(await fileOf('DROP TABLE "a\u001b]0;owned\u0007\u202eb"; -- godwit'));
  expect(out).toContain('DROP TABLE "a\uFFFD]0;owned\uFFFD\uFFFDb"');
  for (const letter of ['\u001b', '\u0007', '\u202e']) expect(out).not.toContain(letter);
});

test('what is no text is no file to review', async () => {
  const file = path.join(folder, 'windows.sql');
  await writeFile(file, Buffer.from('\uFEFFSELECT 1;', 'utf16le'));
  await mkdir(path.join(folder, 'empty'), { recursive: true });
  expect(await godwit(file)).toMatchObject({ code: 2, err: `reading ${file}: it is not text in UTF-8\n` });
  const empty = path.join(folder, 'empty');
  expect(await godwit(empty)).toMatchObject({
    code: 2,
    err: `reading ${empty}: no migration.sql and no .sql file in it\n`,
  });
});

test.each([
  [['--json', '/nowhere/at/all.sql'], 'reading /nowhere/at/all.sql: there is no such file or folder\n'],
  [['--catalog', 'env:NOTHING', '.'], ''],
])('unusable input %j ends with 2', async (argv, words) => {
  const { err, code } = await godwit(...argv);
  expect(code).toBe(2);
  expect(err).toContain(words);
});
