import { randomBytes } from 'node:crypto';
import { chmod, copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { runGodwit } from '../../playground/stage/godwit-process.ts';
import { type StagedEnvironment, settings } from '../../playground/stage/settings.ts';
import { freshHost } from '../support/hosts.ts';
import { openScene, type Scene } from '../support/stages.ts';

describe('godwit doctor', () => {
  let scene: Scene;
  let host: DemoHost;
  const { ssh, directory } = inject('realParts');
  const files = path.join(directory, `doctor-${randomBytes(4).toString('hex')}`);
  beforeAll(async () => {
    host = await freshHost({ name: 'staging' });
    scene = await openScene({ staging: { host, ssh: ssh.staging } }, { roles: 'app' });
  });
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  const doctor = async (
    environments: Readonly<Record<string, StagedEnvironment>>,
    variables: Readonly<Record<string, string>> = {},
    argv: readonly string[] = [],
  ) => {
    const file = `${files}-${randomBytes(4).toString('hex')}.yml`;
    await writeFile(file, settings(environments));
    const ended = await runGodwit(['doctor', ...argv], { ...scene.stage.variables, GODWIT_CONFIG: file, ...variables });
    return { ...ended, lines: ended.stdout.trimEnd().split('\n') };
  };
  const staging = (place: Readonly<Record<string, unknown>> = {}) => ({ staging: { host, ssh: ssh.staging, place } });
  const login = (over: Readonly<Record<string, unknown>>) => {
    const { host: name, port, user, privateKeyFile, hostKeyFingerprint: hostKey } = ssh.staging;
    return { ssh: { host: name, port, user, privateKeyFile, hostKey, ...over } };
  };

  test('says line by line that all is well', async () => {
    const { exitCode, lines, stderr } = await doctor(staging());
    expect(stderr).toBe('');
    const id = '✓ gold-factory/staging';
    expect(lines).toEqual([
      '✓ variables: all that the role all needs',
      expect.stringMatching(/^✓ configuration: .*\.yml has gold-factory\/staging$/),
      "✓ own tables: of this version; DATABASE_URL's role cannot change the audit chain",
      '✓ redis: answers, and evicts nothing',
      expect.stringMatching(/^✓ slack: .* knows the bot as U0GODWIT; deliveries by socket$/),
      `${id}, secrets: all are there`,
      `${id}, host: ${ssh.staging.user}@127.0.0.1:${ssh.staging.port} with the key ${ssh.staging.hostKeyFingerprint}`,
      `${id}, directory: ${host.directory}`,
      expect.stringMatching(/, prefix and prisma: Prisma 7\.\d+\.\d+, 7 migrations in prisma\/migrations$/),
      expect.stringMatching(/, database: staging_\w+ on 127\.0\.0\.1:\d+, schema public, 7 migrations in its history$/),
    ]);
    expect(exitCode).toBe(0);
  });

  test('shows the key of a host where none is pinned, and does not log in', async () => {
    const { exitCode, lines } = await doctor(staging(login({ hostKey: undefined })));
    expect(exitCode).toBe(1);
    const last = lines.at(-1);
    expect(last).toMatch(/^✗ gold-factory\/staging, host: no host key is pinned\. This one was shown: SHA256:/);
    expect(last).toContain(ssh.staging.hostKeyFingerprint);
    expect(last).toContain('ssh-keygen -lf');
  });

  test.each([
    ['a key that others can read', () => openKey().then((file) => login({ privateKeyFile: file })), 'chmod 600'],
    ['another pinned key', async () => login({ hostKey: `SHA256:${'B'.repeat(43)}` }), 'showed another host key'],
    ['a directory that is not there', async () => ({ directory: '/nowhere/at/all' }), '/nowhere/at/all is not there'],
    ['a prefix that leads nowhere', async () => ({ exec: './bin/nothing' }), 'Node could not be run'],
    [
      'a database without an address',
      async () => ({ database: { via: 'app', variable: 'NO_SUCH_URL', tools: './bin/database' } }),
      'NO_SUCH_URL is set neither',
    ],
    [
      'a passphrase that is not there',
      async () => login({ passphrase: 'env:NOT_SET' }),
      'the variable NOT_SET is not set',
    ],
  ])('says what is wrong with %s, and goes no further there', async (_, place, words) => {
    const { exitCode, lines } = await doctor(staging(await place()));
    expect(exitCode).toBe(1);
    expect(lines.filter((line) => line.startsWith('✗'))).toEqual([lines.at(-1)]);
    expect(lines.at(-1)).toContain(words);
  });

  async function openKey(): Promise<string> {
    const file = `${files}-open-key`;
    await copyFile(ssh.staging.privateKeyFile, file);
    await chmod(file, 0o640);
    return file;
  }

  test("says what is wrong with Godwit's own parts, each by itself and without a secret", async () => {
    const away = {
      DATABASE_URL: 'postgres://godwit:hush-hush@127.0.0.1:1/x',
      REDIS_URL: 'redis://:hush-hush@127.0.0.1:1',
      SLACK_BOT_TOKEN: 'xoxb-hush-hush',
    };
    const { exitCode, lines, stdout, stderr } = await doctor(staging(), away, ['--role', 'app']);
    expect(exitCode).toBe(1);
    expect(lines.filter((line) => line.startsWith('✗'))).toEqual([
      expect.stringMatching(/^✗ own tables: .*ECONNREFUSED/),
      expect.stringMatching(/^✗ redis: .*ECONNREFUSED/),
      '✗ slack: does not take the bot token: invalid_auth',
    ]);
    expect(`${stdout}${stderr}`).not.toContain('hush-hush');
    const problems = await doctor({}, { REDIS_URL: 'nothing' });
    expect(problems).toMatchObject({
      exitCode: 1,
      lines: ['✗ variables: REDIS_URL: expected a URL like redis://host:6379'],
    });
    const nothing = await doctor({});
    expect(nothing.lines.at(1)).toBe('✗ configuration: projects.gold-factory.environments: names no environment');
  });
});
