import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { programText } from '../../../src/database/program-text.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'godwit-launch-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const program = programText('launch');
const options = {
  ...{ variable: 'DATABASE_URL', config: null, schema: null, input: null },
  settings: { lock_timeout: 2_000 },
};
const argvOf = (change: Partial<typeof options> | { input: string }, command: readonly string[]) => [
  ...['-e', program, JSON.stringify({ ...options, ...change })],
  ...command,
];
const node = (script: string, ...words: readonly string[]) => [process.execPath, '-e', script, ...words];

/** Starts a command by the launcher, in the directory and with nothing in its environment but what is given. */
function launch(at: {
  command: readonly string[];
  environment?: Readonly<Record<string, string>>;
  change?: Partial<typeof options> | { input: string };
  input?: string;
}) {
  const { command, environment = {}, change = {}, input = '' } = at;
  return spawnSync(process.execPath, argvOf(change, command), {
    ...{ cwd: directory, env: environment, input, encoding: 'utf8' },
  });
}

/** By a shell, which starts in a twentieth of the time. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
const showUrl = ['/bin/sh', '-c', 'printf %s "${DATABASE_URL-undefined}"'];
const urlBy = (environment: Readonly<Record<string, string>> = {}, change: Partial<typeof options> = {}) =>
  launch({ command: showUrl, environment, change }).stdout;

describe('the URL that the command gets', () => {
  test.each([
    ['a bare one', 'postgres://h/d', 'postgres://h/d?options=-c%20lock_timeout%3D2000'],
    [
      'with a schema',
      'postgresql://u:p%40w@h/d?schema=shop',
      'postgresql://u:p%40w@h/d?schema=shop&options=-c%20lock_timeout%3D2000',
    ],
    [
      'with options of its own, which stay in front',
      'postgres://h/d?options=-c+role%3Dapp&sslmode=require',
      'postgres://h/d?sslmode=require&options=-c%20role%3Dapp%20-c%20lock_timeout%3D2000',
    ],
    ['with a dollar in it', 'postgres://u:a$b@h/d', 'postgres://u:a%24b@h/d?options=-c%20lock_timeout%3D2000'],
    ['of another kind', 'prisma://accelerate/?api_key=x', 'prisma://accelerate/?api_key=x'],
  ])('%s', (_, url, expected) => {
    expect(urlBy({ DATABASE_URL: url })).toBe(expected);
  });

  test('holds every setting', () => {
    const settings = { lock_timeout: 0, statement_timeout: 60_000 };
    expect(urlBy({ DATABASE_URL: 'postgres://h/d' }, { settings })).toBe(
      'postgres://h/d?options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D60000',
    );
  });

  test('comes from .env where the environment has none', () => {
    writeFileSync(path.join(directory, '.env'), 'DATABASE_URL="postgres://file/d"\n');
    expect(urlBy()).toContain('postgres://file/d?options=');
    expect(urlBy({ DATABASE_URL: 'postgres://given/d' })).toContain('postgres://given/d?options=');
  });

  test('is left out where there is none', () => expect(urlBy()).toBe('undefined'));

  test('stands in no argument', () => {
    const { stdout } = launch({
      command: node('process.stdout.write(require("fs").readFileSync("/proc/" + process.ppid + "/cmdline"))'),
      environment: { DATABASE_URL: 'postgres://u:hunter2@h/d' },
    });
    expect(stdout).toContain('lock_timeout');
    expect(stdout).not.toContain('hunter2');
  });
});

test('the schema is named where the command asks for it', () => {
  const command = node('process.stdout.write(process.argv[1])', '{schema}');
  expect(launch({ command }).stdout).toBe(path.join(directory, 'prisma/schema.prisma'));
  expect(launch({ command, change: { schema: 'db/s.prisma' } as never }).stdout).toBe(
    path.join(directory, 'db/s.prisma'),
  );
});

describe('as if it were the command', () => {
  const echo = node('process.stdin.pipe(process.stdout)');
  test('standard input passes, or what is given', () => {
    expect(launch({ command: echo, input: 'typed' }).stdout).toBe('typed');
    expect(launch({ command: echo, input: 'typed', change: { input: 'given' } }).stdout).toBe('given');
  });

  test('output and exit code pass', () => {
    const ended = launch({ command: node('console.log("out"); console.error("err"); process.exit(7)') });
    expect(ended).toMatchObject({ status: 7, stdout: 'out\n', stderr: 'err\n' });
  });

  test('what is not installed is said as a shell says it', () => {
    expect(launch({ command: ['no-such-program'] })).toMatchObject({
      status: 127,
      stderr: 'no-such-program: command not found\n',
    });
  });

  test('a signal reaches the command, and the one that ended it is passed on', async () => {
    const script = `process.on('SIGTERM', () => { console.log('told'); process.kill(process.pid, 'SIGKILL'); });
      setInterval(() => {}, 1000); console.log('up')`;
    const child = spawn(process.execPath, argvOf({}, node(script)), { cwd: directory, env: {} });
    let said = '';
    child.stdout.on('data', (bytes) => {
      said += bytes;
      if (said === 'up\n') child.kill('SIGTERM');
    });
    const [code, signal] = await once(child, 'close');
    expect({ code, signal, said }).toEqual({ code: null, signal: 'SIGKILL', said: 'up\ntold\n' });
  });
});
