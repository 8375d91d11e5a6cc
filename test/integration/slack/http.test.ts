import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sign } from '../../../playground/slack-emulator/delivery/over-http.ts';
import type { SlackEmulator } from '../../../playground/slack-emulator/slack-emulator.ts';
import { eventsPath } from '../../../src/ports/slack-surface.ts';
import type { SlackListener } from '../../../src/slack/bolt.ts';
import type { AppDeps } from '../../../src/usecases/app-deps.ts';
import { byHttp, channel, depsOf, listener, workspace } from './listening.ts';

describe('signed HTTP', () => {
  let stand: SlackEmulator;
  let slack: SlackListener;
  let url: string;
  let deps: AppDeps;
  beforeEach(async () => {
    stand = await workspace();
    deps = depsOf(stand);
    slack = await listener(stand, byHttp(stand), deps);
    url = `http://127.0.0.1:${slack.port}${eventsPath}`;
    stand.deliverTo(url);
  });
  afterEach(async () => {
    await slack[Symbol.asyncDispose]();
    await stand.close();
  });

  const body = new URLSearchParams({ command: '/migrate', text: 'help', user_id: 'U01', trigger_id: '1' }).toString();
  const now = () => Math.floor(Date.now() / 1_000);
  async function statusOf({ secret = stand.app.signingSecret, timestamp = now() }): Promise<number> {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': sign(secret, timestamp, body),
    };
    return (await fetch(url, { method: 'POST', headers, body })).status;
  }

  test('takes what Slack signed', async () => {
    expect((await stand.person('U01').slash({ channel, text: 'help' })).ack.kind).toBe('acknowledged');
    expect(await statusOf({})).toBe(200);
  });

  test('refuses what somebody else signed, what was signed long ago, and what nobody signed', async () => {
    expect(await statusOf({ secret: 'a-guess' })).toBe(401);
    expect(await statusOf({ timestamp: now() - 6 * 60 })).toBe(401);
    expect((await fetch(url, { method: 'POST', body })).status).toBe(401);
  });

  test('takes a signature once: a recording of what Slack sent does nothing', async () => {
    const timestamp = now();
    expect(await statusOf({ timestamp })).toBe(200);
    expect(await statusOf({ timestamp })).toBe(401);
    expect(await Promise.all([1, 2, 3].map(() => statusOf({ timestamp: timestamp - 1 })))).toEqual(
      expect.arrayContaining([200, 401, 401]),
    );
    expect(await statusOf({ timestamp: timestamp - 2 })).toBe(200);
    const replayed = async () => (await deps.store.audit({ run: null, limit: 9 })).map(({ action }) => action);
    await expect.poll(replayed).toContain('delivery.replayed');
    expect((await replayed()).length).toBeLessThanOrEqual(2);
  });

  test('does not remember what somebody else signed', async () => {
    const timestamp = now();
    expect(await statusOf({ secret: 'a-guess', timestamp })).toBe(401);
    expect(await statusOf({ timestamp })).toBe(200);
  });

  test('reads no endless body', async () => {
    const long = 'x'.repeat(1_500_000);
    const timestamp = now();
    const headers = {
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': sign(stand.app.signingSecret, timestamp, long),
    };
    const answered = await fetch(url, { method: 'POST', headers, body: long }).then(
      ({ status }) => status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(answered);
  });

  test('answers people of its own workspace alone, on commands, buttons and dialogs', async () => {
    stand.addPerson({ id: 'U77', name: 'zoe', teamId: 'T0OTHER' });
    stand.addChannel({ id: channel, name: 'migrations', members: ['U01', 'U77'] });
    const told = () => JSON.stringify(stand.person('U77').ephemerals());
    const { ack } = await stand.person('U77').slash({ channel, text: 'help' });
    expect(ack.kind).toBe('acknowledged');
    expect(told()).toContain('other-workspace');
    expect(told()).not.toContain('deploy');
  });

  test('listens to nothing but the path that Slack knows', async () => {
    expect((await fetch(url.replace(eventsPath, '/other'), { method: 'POST', body })).status).toBe(404);
  });
});
