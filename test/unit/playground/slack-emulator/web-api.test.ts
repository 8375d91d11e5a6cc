import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pingsOf } from '../../../../playground/slack-emulator/reading/pings.ts';
import { type SlackEmulator, startSlackEmulator } from '../../../../playground/slack-emulator/slack-emulator.ts';
import { call, postJson } from './call.ts';

let slack: SlackEmulator;
let clockMs = 1_800_000_000_000;

beforeEach(async () => {
  slack = await startSlackEmulator({ now: () => clockMs, rules: { rateLimits: true } });
  slack.addPerson({ id: 'U01', name: 'ana' });
  slack.addPerson({ id: 'U02', name: 'ben', deleted: true });
  slack.addPerson({ id: 'U03', name: 'cleo' });
  slack.addGroup({ id: 'S01', handle: 'dbas', members: ['U01'] });
  slack.addChannel({ id: 'C01', name: 'migrations', members: ['U01'] });
  slack.addChannel({ id: 'C02', name: 'elsewhere', members: ['U01'], botIsMember: false });
  slack.addChannel({ id: 'C03', name: 'old', members: ['U01'], archived: true });
  slack.addChannel({ id: 'C04', name: 'secret', members: ['U01'], kind: 'private', botIsMember: false });
});
afterEach(() => slack.close());

const wrongBlocks = [{ type: 'section' }];
const ts = '1700000000.000000';

describe('refusals', () => {
  it.each([
    ['chat.postMessage', { channel: 'C99', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: 'C02', text: 'x' }, 'not_in_channel'],
    ['chat.postMessage', { channel: 'C03', text: 'x' }, 'is_archived'],
    ['chat.postMessage', { channel: 'C04', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: 'C01' }, 'no_text'],
    ['chat.postMessage', { channel: 'C01', text: '' }, 'no_text'],
    ['chat.postMessage', { channel: 'C01', text: 'x', blocks: wrongBlocks }, 'invalid_blocks'],
    ['chat.postMessage', { channel: 'C01', text: 'x', thread_ts: ts }, 'thread_not_found'],
    ['chat.postMessage', { text: 'x' }, 'invalid_arguments'],
    ['chat.postEphemeral', { channel: 'C01', user: 'U99', text: 'x' }, 'user_not_found'],
    ['chat.postEphemeral', { channel: 'C01', user: 'U03', text: 'x' }, 'user_not_in_channel'],
    ['chat.update', { channel: 'C01', ts, text: 'x' }, 'message_not_found'],
    ['chat.delete', { channel: 'C01', ts }, 'message_not_found'],
    ['chat.getPermalink', { channel: 'C01', message_ts: ts }, 'message_not_found'],
    ['conversations.open', { users: 'U99' }, 'user_not_found'],
    ['conversations.open', { users: 'U02' }, 'user_disabled'],
    ['conversations.info', { channel: 'C99' }, 'channel_not_found'],
    ['conversations.history', { channel: 'C02' }, 'not_in_channel'],
    ['users.info', { user: 'U99' }, 'user_not_found'],
    ['usergroups.users.list', { usergroup: 'S99' }, 'no_such_subteam'],
    [
      'views.update',
      { view_id: 'V99', view: { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] } },
      'not_found',
    ],
    ['views.publish', { user_id: 'U99', view: { type: 'home', blocks: [] } }, 'user_not_found'],
    ['files.completeUploadExternal', { files: [{ id: 'F99' }] }, 'file_not_found'],
    ['reactions.add', { channel: 'C01', timestamp: ts, name: 'eyes' }, 'message_not_found'],
    ['chat.shout', {}, 'unknown_method'],
  ])('%s %j: %s', async (method, args, error) => {
    expect(await call(slack, method, args)).toMatchObject({ ok: false, error });
    expect(slack.calls).toHaveLength(1);
  });

  it('explains wrong blocks in Slack’s words', async () => {
    const answer = await call(slack, 'chat.postMessage', { channel: 'C01', text: 'x', blocks: wrongBlocks });
    expect(answer.response_metadata).toEqual({
      messages: ['[ERROR] missing required field: text [json-pointer:/blocks/0]'],
    });
  });

  it('knows its tokens apart', async () => {
    expect(await call(slack, 'auth.test', {}, 'xoxb-wrong')).toMatchObject({ error: 'invalid_auth' });
    expect(await call(slack, 'auth.test', {}, slack.app.appToken)).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call(slack, 'apps.connections.open')).toMatchObject({ error: 'not_allowed_token_type' });
    expect(JSON.stringify(slack.calls)).not.toContain('xoxb-');
  });
});

describe('messages', () => {
  const post = (rest = {}) => call(slack, 'chat.postMessage', { channel: 'C01', text: 'hello', ...rest });

  it('updates a message and keeps what it said before', async () => {
    const { ts: posted } = await post();
    expect(await call(slack, 'chat.update', { channel: 'C01', ts: posted, text: 'x'.repeat(4001) })).toMatchObject({
      error: 'msg_too_long',
    });
    expect(await call(slack, 'chat.update', { channel: 'C01', ts: posted, text: 'bye' })).toMatchObject({ ok: true });
    expect(slack.channel('C01').last()).toMatchObject({ text: 'bye', edits: [{ text: 'hello' }] });
  });

  it('keeps blocks that an update leaves out, and removes them by an empty list', async () => {
    const { ts: posted } = await post({ blocks: [{ type: 'divider' }] });
    await call(slack, 'chat.update', { channel: 'C01', ts: posted, text: 'new' });
    expect(slack.channel('C01').last()).toMatchObject({ text: 'new', blocks: [{ type: 'divider' }] });
    await call(slack, 'chat.update', { channel: 'C01', ts: posted, text: 'new', blocks: [] });
    expect(slack.channel('C01').last()?.blocks).toEqual([]);
  });

  it('knows whom a message calls', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '<@U01> &lt;!channel&gt; <!subteam^S01>' } }];
    await post({ text: 'for <!here>', blocks });
    expect(slack.channel('C01').messages().map(pingsOf)).toEqual([['here', 'U01', 'S01']]);
  });

  it('posts to a person in the direct channel', async () => {
    expect(await post({ channel: 'U01' })).toMatchObject({ channel: slack.person('U01').directChannel() });
    expect(await call(slack, 'conversations.info', { channel: 'U01' })).toMatchObject({ error: 'channel_not_found' });
  });

  it('updates neither an ephemeral message nor another person’s', async () => {
    const { message_ts } = await call(slack, 'chat.postEphemeral', { channel: 'C01', user: 'U01', text: 'psst' });
    expect(await call(slack, 'chat.update', { channel: 'C01', ts: message_ts, text: 'x' })).toMatchObject({
      error: 'cant_update_message',
    });
    const said = slack.person('U01').say('C01', 'mine');
    expect(await call(slack, 'chat.update', { channel: 'C01', ts: said.ts, text: 'x' })).toMatchObject({
      error: 'cant_update_message',
    });
  });

  it('keeps threads apart from the channel', async () => {
    const parent = await post();
    await post({ thread_ts: parent.ts, text: 'detail' });
    expect(slack.channel('C01').messages()).toHaveLength(1);
    expect(
      slack
        .channel('C01')
        .thread(String(parent.ts))
        .map((it) => it.text),
    ).toEqual(['detail']);
    const replies = await call(slack, 'conversations.replies', { channel: 'C01', ts: parent.ts });
    expect(replies.messages).toHaveLength(2);
  });

  it('opens one direct channel per person', async () => {
    const first = await call(slack, 'conversations.open', { users: 'U01' });
    const second = await call(slack, 'conversations.open', { users: 'U01' });
    expect(first).toEqual(second);
    await call(slack, 'chat.postMessage', { channel: (first.channel as { id: string }).id, text: 'a reminder' });
    expect(
      slack
        .person('U01')
        .directMessages()
        .map((it) => it.text),
    ).toEqual(['a reminder']);
  });

  it('takes a form with blocks as JSON in a field', async () => {
    const blocks = JSON.stringify([{ type: 'divider' }]);
    await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.app.botToken}` },
      body: new URLSearchParams({ channel: 'C01', text: 'x', blocks }),
    });
    expect(slack.channel('C01').last()?.blocks).toMatchObject([{ type: 'divider', block_id: expect.any(String) }]);
  });
});

describe('files', () => {
  const upload = async (content: string, rest: object) => {
    const url = await call(slack, 'files.getUploadURLExternal', { filename: 'plan.sql', length: content.length });
    await fetch(String(url.upload_url), { method: 'POST', body: content });
    return call(slack, 'files.completeUploadExternal', { files: [{ id: url.file_id }], ...rest });
  };

  it('shares a file with its content', async () => {
    expect(await upload('SELECT 1;', { channel_id: 'C01' })).toMatchObject({ ok: true });
    const file = slack.channel('C01').last()?.files[0];
    expect([file?.name, file?.content.toString()]).toEqual(['plan.sql', 'SELECT 1;']);
  });

  it('shares none where the app is not a member', async () => {
    expect(await upload('SELECT 1;', { channel_id: 'C02' })).toMatchObject({ error: 'not_in_channel' });
  });
});

it('delivers to several addresses in turn', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.url));
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack.deliverTo(`${origin}/one`, `${origin}/two`);
  for (let count = 0; count < 3; count += 1) await slack.person('U01').slash({ channel: 'C01' });
  server.close();
  expect(asked).toEqual(['/one', '/two', '/one']);
});

describe('groups', () => {
  it('need a plan that has them', async () => {
    expect(await call(slack, 'usergroups.users.list', { usergroup: 'S01' })).toMatchObject({ users: ['U01'] });
    await using poor = await startSlackEmulator({ rules: { userGroups: false } });
    expect(await call(poor, 'usergroups.users.list', { usergroup: 'S01' })).toMatchObject({
      error: 'plan_upgrade_required',
    });
  });
});

describe('rate limits', () => {
  it('lets 50 updates a minute through, then says when to come back', async () => {
    const { ts: posted } = await call(slack, 'chat.postMessage', { channel: 'C01', text: 'x' });
    const update = () =>
      fetch(`${slack.apiUrl}chat.update`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.app.botToken}` },
        body: JSON.stringify({ channel: 'C01', ts: posted, text: 'y' }),
      });
    for (let count = 0; count < 50; count += 1) expect((await update()).status).toBe(200);
    const limited = await update();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
    clockMs += 60_000;
    expect((await update()).status).toBe(200);
  });
});

describe('pages', () => {
  it('lead from cursor to cursor to the end', async () => {
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const page = await call(slack, 'users.list', { limit: 3, cursor });
      seen.push(...(page.members as { id: string }[]).map((it) => it.id));
      cursor = (page.response_metadata as { next_cursor: string }).next_cursor;
    } while (cursor !== '');
    expect(seen).toEqual([slack.app.botUserId, 'U01', 'U02', 'U03']);
  });
});

describe('faults', () => {
  it('come in the order they were queued, for their method only', async () => {
    slack.failNext('users.info', { kind: '500' });
    slack.failNext('users.info', { kind: 'refuse', error: 'fatal_error' });
    const info = () => call(slack, 'users.info', { user: 'U01' });
    expect(await call(slack, 'auth.test')).toMatchObject({ ok: true });
    expect([(await info()).error, (await info()).error, (await info()).ok]).toEqual([
      'internal_error',
      'fatal_error',
      true,
    ]);
  });

  it('leave a call hanging until the app gives up', async () => {
    slack.failNext('auth.test', { kind: 'timeout' });
    const app = new AbortController();
    const hanging = fetch(`${slack.apiUrl}auth.test`, { method: 'POST', signal: app.signal });
    const given = expect(hanging).rejects.toThrow(/aborted/);
    await slack.waitFor(() => slack.callsOf('auth.test').length > 0);
    app.abort();
    await given;
    expect(slack.callsOf('auth.test')[0]?.answer).toEqual({ kind: 'unanswered', done: false });
  });

  it('meet response URLs too', async () => {
    const { responseUrl } = await slack.person('U01').slash({ channel: 'C01' });
    slack.failNext('response_url', { kind: '500' });
    expect((await postJson(responseUrl, { text: 'x' })).status).toBe(500);
    expect((await postJson(responseUrl, { text: 'x' })).status).toBe(200);
    expect(slack.callsOf('response_url')).toHaveLength(2);
  });

  it('last for an outage', async () => {
    slack.outage(['chat.update']);
    expect(await call(slack, 'chat.update')).toMatchObject({ error: 'service_unavailable' });
    expect(await call(slack, 'auth.test')).toMatchObject({ ok: true });
    slack.outage();
    expect(await call(slack, 'auth.test')).toMatchObject({ error: 'service_unavailable' });
    slack.recover();
    expect(await call(slack, 'auth.test')).toMatchObject({ ok: true });
  });
});

describe('a trigger and a response_url', () => {
  const view = { type: 'modal', title: { type: 'plain_text', text: 'Hi' }, blocks: [] };
  const open = (trigger_id: string) => call(slack, 'views.open', { trigger_id, view });

  it('a trigger works once and for three seconds', async () => {
    const ana = slack.person('U01');
    const first = await ana.slash({ channel: 'C01' });
    expect(first.notice?.reason).toBe('dispatch_failed');
    expect(await open('none')).toMatchObject({ error: 'invalid_trigger_id' });
    expect(await open(first.triggerId)).toMatchObject({ ok: true });
    expect(await open(first.triggerId)).toMatchObject({ error: 'exchanged_trigger_id' });
    const second = await ana.slash({ channel: 'C01' });
    clockMs += 3_001;
    expect(await open(second.triggerId)).toMatchObject({ error: 'expired_trigger_id' });
  });

  it('a view is updated only by who knows its present hash', async () => {
    const { triggerId } = await slack.person('U01').slash({ channel: 'C01' });
    const opened = (await open(triggerId)).view as { id: string; hash: string };
    const update = (hash: string) => call(slack, 'views.update', { view_id: opened.id, hash, view });
    expect(await update(opened.hash)).toMatchObject({ ok: true });
    expect(await update(opened.hash)).toMatchObject({ error: 'hash_conflict' });
  });

  it('a response_url works five times within 30 minutes, without membership', async () => {
    const { responseUrl } = await slack.person('U01').slash({ channel: 'C02' });
    for (const text of ['1', '2', '3', '4', '5']) expect((await postJson(responseUrl, { text })).status).toBe(200);
    expect(await postJson(responseUrl, { text: '6' })).toMatchObject({
      status: 404,
      text: expect.stringContaining('used_url'),
    });
    expect(slack.person('U01').ephemerals('C02')).toHaveLength(5);
    const late = await slack.person('U01').slash({ channel: 'C02' });
    clockMs += 30 * 60_000 + 1;
    expect(await postJson(late.responseUrl, { text: 'x' })).toMatchObject({
      text: expect.stringContaining('expired_url'),
    });
  });

  it('an ephemeral message stays ephemeral when it is replaced', async () => {
    const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } };
    await call(slack, 'chat.postEphemeral', {
      channel: 'C01',
      user: 'U01',
      text: 'psst',
      blocks: [{ type: 'actions', elements: [button] }],
    });
    const [message] = slack.person('U01').ephemerals();
    if (message === undefined) throw new Error('no ephemeral message');
    await slack.person('U01').press(message, 'go');
    const payload = slack.deliveries.at(-1)?.envelope.payload;
    expect(payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(payload).not.toHaveProperty('message');
    await postJson(String(payload?.response_url), {
      replace_original: true,
      response_type: 'in_channel',
      text: 'done',
    });
    expect(slack.current(message)).toMatchObject({ text: 'done', onlyFor: 'U01' });
    expect(slack.channel('C01').messages()).toEqual([]);
  });
});
