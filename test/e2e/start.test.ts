import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { engineEnvironment } from '../../playground/prisma-engine/environment.mjs';
import { createLogin, execute } from '../../playground/servers/postgres.ts';
import { type PrivateRedis, startRedis } from '../../playground/servers/redis.ts';
import { type SlackEmulator, startSlackEmulator } from '../../playground/slack-emulator/slack-emulator.ts';
import { runGodwit, startGodwit } from '../../playground/stage/godwit-process.ts';
import { freshDatabase } from '../support/databases.ts';

const channel = 'C0MIGRATIONS';
const settings = {
  timezone: 'UTC',
  projects: {
    shop: {
      channel,
      environments: { staging: { local: true, directory: '/nowhere', rights: { request: ['U01'] } } },
    },
  },
};

describe('godwit start, and Slack', () => {
  let directory: string;
  let redis: PrivateRedis;
  let databaseUrl: string;
  let slack: SlackEmulator;
  beforeAll(async () => {
    directory = path.join(inject('realParts').directory, `start-${randomBytes(4).toString('hex')}`);
    await mkdir(directory, { recursive: true });
    await writeFile(path.join(directory, 'godwit.yml'), JSON.stringify(settings));
    redis = await startRedis({ directory: path.join(directory, 'redis') });
    databaseUrl = await freshDatabase('start');
    const migrated = await runGodwit(['migrate'], { DATABASE_URL: databaseUrl, ...engineEnvironment() });
    expect(migrated).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => redis[Symbol.asyncDispose]());
  beforeEach(async () => {
    slack = await startSlackEmulator();
    slack.addPerson({ id: 'U01', name: 'ana' });
    slack.addChannel({ id: channel, name: 'migrations', members: ['U01'] });
    return () => slack.close();
  });

  const variables = (changes: Record<string, string> = {}): Record<string, string> => ({
    GODWIT_CONFIG: path.join(directory, 'godwit.yml'),
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    PORT: '0',
    HOST: '127.0.0.1',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.app.botToken,
    SLACK_SIGNING_SECRET: slack.app.signingSecret,
    SLACK_APP_TOKEN: slack.app.appToken,
    ...changes,
  });
  const logFile = () => path.join(directory, `${randomBytes(4).toString('hex')}.log`);
  const start = () => startGodwit({ role: 'app', variables: variables(), logFile: logFile() });
  const readiness = async (port: number) => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    return { status: answer.status, ...((await answer.json()) as { waitingFor: string[] }) };
  };
  const becomes = (port: number, status: number) =>
    vi.waitFor(async () => expect((await readiness(port)).status).toBe(status), { timeout: 30_000, interval: 50 });

  test.each([
    ['bot', { SLACK_BOT_TOKEN: 'xoxb-wrong' }],
    ['app', { SLACK_APP_TOKEN: 'xapp-wrong' }],
  ] as const)('refuses a wrong %s token in words, and leaves nothing running', async (which, wrong) => {
    const ended = await runGodwit(['start', '--role', 'app'], variables(wrong));
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain(`Slack refuses the ${which} token: invalid_auth`);
  });

  test('ends in one line that names the cause where something breaks that nobody handles', async () => {
    const unreachable = { DATABASE_URL: 'postgresql://godwit:hush@127.0.0.1:1/godwit' };
    const ended = await runGodwit(['start', '--role', 'app'], variables(unreachable));
    expect(ended.exitCode).toBe(1);
    const last = JSON.parse(ended.stderr.trim().split('\n').at(-1) ?? '') as { msg: string };
    expect(last.msg).toContain('nobody handled');
    expect(ended.stderr).toContain('ECONNREFUSED');
    expect(ended.stderr).not.toContain('hush');
  });

  test('waits for a Slack that is away, and says so', async () => {
    slack.outage();
    await using godwit = await start();
    expect(await readiness(godwit.port)).toMatchObject({ status: 503, waitingFor: ['slack'] });
    slack.recover();
    await becomes(godwit.port, 200);
    const { ack } = await slack.person('U01').slash({ channel, text: 'help' });
    expect(ack.kind).toBe('acknowledged');
  });

  test('says that it is not ready while the socket is away, survives, and comes back', async () => {
    await using godwit = await start();
    await becomes(godwit.port, 200);
    slack.outage(['apps.connections.open']);
    slack.dropSockets();
    await becomes(godwit.port, 503);
    slack.recover();
    await becomes(godwit.port, 200);
    expect(await readFile(godwit.logFile, 'utf8')).not.toContain('nobody handled');
  });

  test('goes on beside a newer version that takes over, and says what that one holds', async () => {
    await using godwit = await start();
    await becomes(godwit.port, 200);
    await execute(
      databaseUrl,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
         VALUES ('later', 'x', '29990101000000_later', now());
       INSERT INTO run (id, environment, kind, state, open, changes_database, document, requested_by, requested_at)
         VALUES ('rnewer77', 'shop/staging', 'rehearse', 'rehearsing', true, true, '{"id": "rnewer77"}', 'U01', now())`,
    );
    expect(await readiness(godwit.port)).toMatchObject({ status: 200 });
    const ana = slack.person('U01');
    const commands = ['run rnewer77', 'cancel rnewer77', 'deploy staging'];
    for (const text of commands) {
      const told = ana.ephemerals().length;
      await ana.slash({ channel, text });
      await vi.waitFor(() => expect(ana.ephemerals().length).toBe(told + 1), { timeout: 30_000 });
    }
    const codes = ana.ephemerals().map((said) => /Reason code: `([a-z-]+)`/.exec(JSON.stringify(said.blocks))?.[1]);
    expect(codes).toEqual(commands.map(() => 'newer-version'));
    await execute(
      databaseUrl,
      `DELETE FROM _prisma_migrations WHERE id = 'later'; DELETE FROM run WHERE id = 'rnewer77'`,
    );
  });

  test('says in its log that it runs with the power of an owner, until it has a role of its own', async () => {
    const running = await createLogin(databaseUrl);
    const migrated = await runGodwit(['migrate'], {
      ...{ DATABASE_OWNER_URL: databaseUrl, DATABASE_URL: running },
      ...engineEnvironment(),
    });
    expect(migrated).toMatchObject({ exitCode: 0 });
    for (const [url, powerful] of [[databaseUrl, true] as const, [running, false] as const]) {
      await using godwit = await startGodwit({
        role: 'app',
        variables: variables({ DATABASE_URL: url }),
        logFile: logFile(),
      });
      expect((await readFile(godwit.logFile, 'utf8')).includes('the power of an owner')).toBe(powerful);
    }
  });

  test('ends cleanly when asked to, with Slack there and with Slack away', async () => {
    for (const away of [false, true]) {
      const godwit = await start();
      await becomes(godwit.port, 200);
      if (away) slack.outage();
      if (away) slack.dropSockets();
      const since = performance.now();
      expect(await godwit.end()).toBe(0);
      expect(performance.now() - since).toBeLessThan(10_000);
      await slack.waitFor(() => slack.socketCount === 0);
    }
  });
});
