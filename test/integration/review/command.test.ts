import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
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

const input: string | Buffer = '';

async function godwit(...argv: string[]) {
  let out = '';
  let err = '';
  let code = -1;
  const program = new Command().exitOverride();
  const terminal = {
    variables: { DB: url },
    input: async () => Buffer.from(input),
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

test.each([
  [['--json', '/nowhere/at/all.sql'], 'reading /nowhere/at/all.sql: there is no such file or folder\n'],
  [['--catalog', 'env:NOTHING', '.'], ''],
])('unusable input %j ends with 2', async (argv, words) => {
  const { err, code } = await godwit(...argv);
  expect(code).toBe(2);
  expect(err).toContain(words);
});
