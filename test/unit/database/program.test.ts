import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProgramName, programText } from '../../../src/database/program-text.ts';
import { readSeen } from '../../../src/database/seen.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'godwit-project-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  }
}

/** What the program sees in the directory, without connecting. */
function look(options: Readonly<Record<string, string>> = {}, environment: Readonly<Record<string, string>> = {}) {
  const words = ['marker:', JSON.stringify({ variable: 'DATABASE_URL', connect: false, ...options })];
  const argv = ['-e', programText('bridge'), ...words];
  const printed = execFileSync(process.execPath, argv, {
    cwd: directory,
    env: environment,
    encoding: 'utf8',
    input: '',
  });
  const seen = readSeen(printed.slice('\nmarker:'.length));
  if (seen === null) throw new Error(`reading ${printed}`);
  return seen;
}

const names = (seen: ReturnType<typeof look>) => seen.project.files.map((file) => file.name);

test.each<ProgramName>(['bridge', 'texts', 'receipt', 'launch', 'diff', 'shadowed'])(
  '%s is small enough for an argument',
  (name) => {
    expect(programText(name).length).toBeLessThan(12_000);
    expect(programText(name)).not.toMatch(/require\('\.|\?\.|\?\?/);
  },
);

describe('the migrations', () => {
  const sql = 'SELECT 1;\r\n';
  test.each<[string, Record<string, string>, Record<string, string>, string]>([
    ['by default beside the schema', {}, {}, 'prisma/migrations'],
    [
      'in the configured folder',
      { 'prisma.config.ts': "export default { migrations: { seed: 'x', path: 'db/m' } }" },
      {},
      'db/m',
    ],
    [
      'in a folder put together',
      { 'prisma.config.mjs': "x({ migrations: {\n path: path.join('db', 'm'),\n} })" },
      {},
      'db/m',
    ],
    [
      'in a folder beside the file',
      { 'prisma.config.ts': "x({ migrations: { path: join(import.meta.dirname, 'db') } })" },
      {},
      'db',
    ],
    [
      'beside the configured schema',
      { 'prisma.config.ts': "x({ // schema: 'old/s.prisma'\n schema: 'db/schema.prisma' })" },
      {},
      'db/migrations',
    ],
    [
      'in the folder of several schema files',
      { 'prisma.config.ts': "x({ schema: 'db' })", 'db/a.prisma': '' },
      {},
      'db/migrations',
    ],
    ['relative to .config', { '.config/prisma.ts': "x({ migrations: { path: '../db' } })" }, {}, 'db'],
    [
      'beside the schema of package.json',
      { 'package.json': '{"prisma":{"schema":"db/s.prisma"}}' },
      {},
      'db/migrations',
    ],
    ['beside a schema at the top', { 'schema.prisma': '' }, {}, 'migrations'],
    ['as --schema says', {}, { schema: 'db/s.prisma' }, 'db/migrations'],
    [
      'as --config says',
      { 'ops/prisma.config.ts': "x({ migrations: { path: 'm' } })" },
      { config: 'ops/prisma.config.ts' },
      'ops/m',
    ],
  ])('are read %s', (_, files, options, folder) => {
    put({ ...files, [`${folder}/1_a/migration.sql`]: sql, [`${folder}/migration_lock.toml`]: '' });
    const { project, problem } = look(options);
    const sum = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(problem).toBeNull();
    expect(project).toEqual({
      prismaVersion: null,
      migrationsPath: folder,
      files: [
        { name: '1_a', sha256: sum(sql), sha256Lf: sum('SELECT 1;\n'), sha256Crlf: sum('SELECT 1;\r\n'), bytes: 11 },
      ],
    });
  });

  test('in a computed folder are not guessed at', () => {
    put({ 'prisma.config.ts': 'x({ migrations: { path: process.env.FOLDER } })' });
    expect(look().problem).toMatchObject({
      code: 'migrations-unreadable',
      facts: [{ value: expect.stringMatching(/computed/) }],
    });
  });

  test('without their file are a trouble', () => {
    put({ 'prisma/migrations/1_a/README': '' });
    expect(look().problem?.code).toBe('migrations-unreadable');
  });

  test('are none where there is no folder', () => {
    expect(names(look())).toEqual([]);
  });
});

test('the version is that of the nearest prisma', () => {
  put({ 'node_modules/prisma/package.json': '{"version":"6.19.3"}' });
  expect(look().project.prismaVersion).toBe('6.19.3');
});

describe('prisma with a shadow database', () => {
  const database = 'godwit_shadow_20260101000000_0badcafe';
  const tell =
    'console.log(JSON.stringify({ main: require.main === module, argv: process.argv.slice(2), fork: process.execArgv }))';
  const start = (url: string, options: object = { database }) => {
    put({
      'node_modules/prisma/package.json': '{"version":"6.19.3","bin":{"prisma":"build/index.js"}}',
      'node_modules/prisma/build/index.js': `#!/usr/bin/env node\n${tell};\n`,
    });
    const words = [
      JSON.stringify({ variable: 'DATABASE_URL', config: null, schema: null, ...options }),
      'migrate',
      'diff',
    ];
    const env = { DATABASE_URL: url };
    return spawnSync(process.execPath, ['-e', programText('shadowed'), ...words], {
      cwd: directory,
      env,
      encoding: 'utf8',
    });
  };

  test.each([
    ['postgresql://u:p%2F@h:5433/app?schema=s&a=/b', `postgresql://u:p%2F@h:5433/${database}?schema=s&a=/b`],
    ['postgres://u:p@h', `postgres://u:p@h/${database}`],
    ['postgres://u:p@h?schema=s', `postgres://u:p@h/${database}?schema=s`],
  ])('is started as the main program, with the URL behind its words (%s)', (url, shadow) => {
    expect(JSON.parse(start(url).stdout)).toEqual({
      main: true,
      argv: ['migrate', 'diff', '--shadow-database-url', shadow],
      fork: [],
    });
  });

  test.each([
    ['prisma://accelerate', { database }, 'DATABASE_URL is not a postgresql:// URL'],
    ['postgres://u:p@h/app', { database: 'app' }, 'that is no shadow database'],
  ])('is not started with anything else (%s)', (url, options, why) => {
    const { status, stdout, stderr } = start(url, options);
    expect({ status, stdout, stderr }).toEqual({
      ...{ status: 1, stdout: '' },
      stderr: `Error: starting prisma with a shadow database: ${why}\n`,
    });
  });
});

describe('the URL', () => {
  const url = (environment: Record<string, string> = {}) => look({}, environment).url?.reveal();

  test.each([
    ['plain', 'DATABASE_URL=postgres://a # note', 'postgres://a'],
    ['in double quotes', 'export DATABASE_URL="postgres://a#b" # note', 'postgres://a#b'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in the file
    ['in single quotes', "DATABASE_URL='postgres://${X}'", 'postgres://x'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in the file
    ['with others in it', 'X=1\nDB="d"\nDATABASE_URL="postgres://${DB}/${HOST_NAME}"', 'postgres://d/h'],
    ['with Windows line ends', 'A=1\r\nDATABASE_URL=postgres://a\r\n', 'postgres://a'],
    ['commented out', '# DATABASE_URL=postgres://a', undefined],
  ])('from .env, %s', (_, text, expected) => {
    put({ '.env': text });
    expect(url({ HOST_NAME: 'h', X: 'x' })).toBe(expected);
  });

  test('from the environment first, then .env at the top, then the one beside the schema', () => {
    put({ 'prisma/.env': 'DATABASE_URL=postgres://schema' });
    expect(url()).toBe('postgres://schema');
    put({ '.env': 'DATABASE_URL=postgres://top' });
    expect(url()).toBe('postgres://top');
    expect(url({ DATABASE_URL: 'postgres://environment' })).toBe('postgres://environment');
  });
});
