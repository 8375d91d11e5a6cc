import type { ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackEmulator, startSlackEmulator } from '../../playground/slack-emulator/slack-emulator.ts';
import type { ChannelId, GroupId, UserId } from '../../src/domain/ids.ts';
import { Secret } from '../../src/lib/secret.ts';
import type { Rendered, Slack } from '../../src/ports/slack.ts';
import { createSlackWeb } from '../../src/slack/web.ts';
import { type MemoryFault, memorySlack } from '../fakes/memory-slack.ts';
import { silentLog } from '../fakes/sample-runs.ts';

const channel = 'C01' as ChannelId;
const elsewhere = 'C02' as ChannelId;
const ana = 'U01' as UserId;
const group = 'S01' as GroupId;

/** A workspace with ana, a guest, a bot and one who left; a channel with Godwit and one without. */
interface Workspace extends AsyncDisposable {
  readonly slack: Slack;
  readonly failNext: (method: 'post' | 'update' | 'attach' | 'respond', fault: MemoryFault) => void;
  /** What stands in a channel and its threads, oldest first. */
  readonly standing: (channel: ChannelId) => readonly { ts: string; threadTs: string | null; text: string }[];
  readonly files: (channel: ChannelId) => readonly { name: string; title: string; content: string }[];
  /** A trigger and an address, as a command brings them. */
  readonly command: () => Promise<{ trigger: string; url: string }>;
  readonly toldAna: (url: string) => readonly string[];
  readonly viewTitle: (viewId: string) => string | undefined;
}

const guest = 'U02' as UserId;
const bot = 'U03' as UserId;
const left = 'U04' as UserId;
const nobody = 'U99' as UserId;

async function inMemory(): Promise<Workspace> {
  const slack = memorySlack();
  const zone = 'Europe/Berlin';
  slack.addPerson({ id: ana, name: 'ana', fullMember: true, zone });
  slack.addPerson({ id: guest, name: 'eve', fullMember: false, zone });
  slack.addPerson({ id: bot, name: 'robot', fullMember: false, zone });
  slack.addPerson({ id: left, name: 'gone', fullMember: false, zone, reachable: false });
  slack.addGroup(group, [ana]);
  slack.addChannel(channel, true);
  slack.addChannel(elsewhere, false);
  let commands = 0;
  return {
    slack,
    failNext: slack.failNext,
    standing: slack.messages,
    files: (id) =>
      slack
        .messages(id)
        .flatMap(({ file }) =>
          file === null ? [] : [{ ...file, content: Buffer.from(file.content).toString('latin1') }],
        ),
    command: async () => {
      commands += 1;
      const id = String(commands);
      slack.addTrigger(id);
      slack.addAddress(id);
      return { trigger: id, url: id };
    },
    toldAna: (url) => slack.said(url).map(({ text }) => text),
    viewTitle: (id) => {
      const view = slack.views().get(id);
      return view?.type === 'modal' ? view.title.text : undefined;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

const methodOf = {
  post: 'chat.postMessage',
  update: 'chat.update',
  attach: 'files.completeUploadExternal',
  respond: 'response_url',
} as const;

const webOf = ({ app, apiUrl }: SlackEmulator): Slack =>
  createSlackWeb({ botToken: new Secret(app.botToken), apiUrl, log: silentLog, timeoutMs: 500 });

async function overTheWeb(): Promise<Workspace> {
  const stand: SlackEmulator = await startSlackEmulator();
  const tz = 'Europe/Berlin';
  stand.addPerson({ id: ana, name: 'ana', tz });
  stand.addPerson({ id: guest, name: 'eve', tz, guest: true });
  stand.addPerson({ id: bot, name: 'robot', tz, bot: true });
  stand.addPerson({ id: left, name: 'gone', tz, deleted: true });
  stand.addGroup({ id: group, handle: 'dba', members: [ana] });
  stand.addChannel({ id: channel, name: 'migrations', members: [ana] });
  stand.addChannel({ id: elsewhere, name: 'general', members: [ana], botIsMember: false });
  const { everything } = stand.channel(channel);
  return {
    slack: webOf(stand),
    failNext: (method, fault) => stand.failNext(methodOf[method], fault),
    standing: (id) =>
      stand
        .channel(id)
        .everything()
        .filter(({ onlyFor }) => onlyFor === null),
    files: () =>
      everything().flatMap(({ files }) =>
        files.map(({ name, title, content }) => ({ name, title, content: content.toString('latin1') })),
      ),
    command: async () => {
      const { triggerId, responseUrl } = await stand.person(ana).slash({ channel, text: 'status' });
      return { trigger: triggerId, url: responseUrl };
    },
    toldAna: () =>
      stand
        .person(ana)
        .ephemerals()
        .map(({ text }) => text),
    viewTitle: (id) => {
      const definition = stand.view(id)?.definition;
      return definition?.type === 'modal' ? definition.title.text : undefined;
    },
    [Symbol.asyncDispose]: () => stand.close(),
  };
}

const saying = (text: string): Rendered => ({ text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] });
const modal = (title: string): ModalView => ({
  type: 'modal',
  title: { type: 'plain_text', text: title },
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'words' } }],
});
const to = (key: string, mayStand = false) => ({ channel, threadTs: null, key, mayStand });
const file = (mayStand: boolean) => ({ name: 'r1.sql', title: 'SQL', content: 'SELECT 1;\n', mayStand });

describe.each([
  ['in memory', inMemory],
  ['over the Web API', overTheWeb],
] as const)('Slack %s', (_name, open) => {
  let workspace: Workspace;
  let slack: Slack;
  beforeEach(async () => {
    workspace = await open();
    slack = workspace.slack;
  });
  afterEach(() => workspace[Symbol.asyncDispose]());

  const posted = async (key: string) => {
    const result = await slack.post(to(key), saying(key));
    if (result.kind !== 'ok') throw new Error(`posting ${key}: ${result.error}`);
    return result.value;
  };

  it('says who Godwit is', async () => {
    const workspaceUrl = 'https://gold-factory.slack.com/';
    const value = { botId: 'B0GODWIT', botUserId: 'U0GODWIT', workspace: 'T0GODWIT', workspaceUrl };
    expect(await slack.identity()).toEqual({ kind: 'ok', value });
  });

  it('posts, answers in the thread, and updates', async () => {
    const card = await posted('card');
    await slack.post({ channel, threadTs: card.ts, key: 'reply', mayStand: false }, saying('reply'));
    expect(await slack.update(card, saying('later'))).toEqual({ kind: 'ok', value: null });
    expect(workspace.standing(channel)).toMatchObject([
      { ts: card.ts, threadTs: null, text: 'later' },
      { threadTs: card.ts, text: 'reply' },
    ]);
  });

  it('tells what is refused for good by its code', async () => {
    const refused = (error: string) => ({ kind: 'permanent', error });
    expect(await slack.post({ ...to('a'), channel: elsewhere }, saying('a'))).toEqual(refused('not_in_channel'));
    expect(await slack.post({ ...to('a'), channel: 'C99' as ChannelId }, saying('a'))).toEqual(
      refused('channel_not_found'),
    );
    expect(await slack.update({ channel, ts: '1.5' }, saying('a'))).toEqual(refused('message_not_found'));
    expect(await slack.openDirect(nobody)).toEqual(refused('user_not_found'));
    expect(await slack.openDirect(left)).toEqual(refused('user_disabled'));
    expect(await slack.member(nobody)).toEqual(refused('user_not_found'));
    expect(await slack.groupMembers('S99' as GroupId)).toEqual(refused('no_such_subteam'));
    expect(await slack.updateView('V99', modal('a'))).toEqual(refused('not_found'));
  });

  it('passes on for how long a limited call has to wait, and has done nothing', async () => {
    workspace.failNext('post', { kind: '429', retryAfterS: 7 });
    expect(await slack.post(to('card'), saying('card'))).toEqual({
      kind: 'passing',
      error: 'ratelimited',
      retryAfterMs: 7_000,
    });
    expect(workspace.standing(channel)).toEqual([]);
  });

  it('takes a broken answer for something that passes', async () => {
    const card = await posted('card');
    workspace.failNext('update', { kind: '500' });
    expect(await slack.update(card, saying('later'))).toEqual({
      kind: 'passing',
      error: 'http 500',
      retryAfterMs: null,
    });
    expect(await slack.update(card, saying('later'))).toMatchObject({ kind: 'ok' });
  });

  it('finds a post whose answer was lost, and posts once', async () => {
    await posted('another');
    workspace.failNext('post', { kind: 'lost-response' });
    expect(await slack.post(to('card'), saying('card'))).toMatchObject({ kind: 'passing', retryAfterMs: null });
    const found = await slack.post(to('card', true), saying('card'));
    const cards = workspace.standing(channel).filter(({ text }) => text === 'card');
    expect(cards).toHaveLength(1);
    expect(found).toEqual({ kind: 'ok', value: { channel, ts: cards[0]?.ts } });
  });

  it('brings a post whose answer was lost up to what is true by now', async () => {
    workspace.failNext('post', { kind: 'lost-response' });
    await slack.post(to('card'), saying('begun'));
    await slack.post(to('card', true), saying('succeeded'));
    expect(workspace.standing(channel).map(({ text }) => text)).toEqual(['succeeded']);
  });

  it('finds a lost answer in a thread too', async () => {
    const card = await posted('card');
    const reply = { channel, threadTs: card.ts, key: 'reply', mayStand: false };
    workspace.failNext('post', { kind: 'lost-response' });
    await slack.post(reply, saying('reply'));
    expect(await slack.post({ ...reply, mayStand: true }, saying('reply'))).toMatchObject({ kind: 'ok' });
    expect(workspace.standing(channel).map(({ text }) => text)).toEqual(['card', 'reply']);
  });

  it('finds a lost answer behind many others of its thread', { timeout: 60_000 }, async () => {
    const card = await posted('card');
    const reply = (key: string) => ({ channel, threadTs: card.ts, key, mayStand: false });
    for (let at = 0; at < 200; at += 1) await slack.post(reply(`r${at}`), saying('earlier'));
    workspace.failNext('post', { kind: 'lost-response' });
    await slack.post(reply('late'), saying('late'));
    expect(await slack.post({ ...reply('late'), mayStand: true }, saying('late'))).toMatchObject({ kind: 'ok' });
    expect(workspace.standing(channel).filter(({ text }) => text === 'late')).toHaveLength(1);
  });

  it('posts what may stand and does not', async () => {
    await slack.post(to('card', true), saying('card'));
    expect(workspace.standing(channel)).toMatchObject([{ text: 'card' }]);
  });

  it('attaches a file once, also when the answer was lost', async () => {
    const card = await posted('card');
    workspace.failNext('attach', { kind: 'lost-response' });
    expect(await slack.attach(card, file(false))).toMatchObject({ kind: 'passing' });
    expect(await slack.attach(card, file(true))).toEqual({ kind: 'ok', value: null });
    expect(workspace.files(channel)).toEqual([{ name: 'r1.sql', title: 'SQL', content: 'SELECT 1;\n' }]);
    expect(workspace.standing(channel).at(-1)?.threadTs).toBe(card.ts);
  });

  it('attaches what may stand and does not', async () => {
    const card = await posted('card');
    expect(await slack.attach(card, file(true))).toEqual({ kind: 'ok', value: null });
    expect(workspace.files(channel)).toHaveLength(1);
  });

  it('attaches bytes as they are', async () => {
    const card = await posted('card');
    const content = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x00, 0xff]);
    expect(await slack.attach(card, { name: 'a.png', title: 'A', content, mayStand: false })).toMatchObject({
      kind: 'ok',
    });
    expect(workspace.files(channel)).toEqual([{ name: 'a.png', title: 'A', content: content.toString('latin1') }]);
  });

  it('opens a modal once for a trigger, and changes it later', async () => {
    const { trigger } = await workspace.command();
    const opened = await slack.openView(trigger, modal('first'));
    expect(opened.kind).toBe('ok');
    expect(await slack.openView(trigger, modal('again'))).toEqual({ kind: 'permanent', error: 'exchanged_trigger_id' });
    const viewId = opened.kind === 'ok' ? opened.value.viewId : '';
    await slack.updateView(viewId, modal('second'));
    expect(workspace.viewTitle(viewId)).toBe('second');
  });

  it('answers through an address of a command, five times', async () => {
    const { url } = await workspace.command();
    for (const text of ['1', '2', '3', '4', '5']) expect((await slack.respond(url, saying(text))).kind).toBe('ok');
    expect((await slack.respond(url, saying('6'))).kind).toBe('permanent');
    expect(workspace.toldAna(url)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('takes a broken address for something that passes', async () => {
    const { url } = await workspace.command();
    workspace.failNext('respond', { kind: '500' });
    expect((await slack.respond(url, saying('1'))).kind).toBe('passing');
    expect((await slack.respond(url, saying('1'))).kind).toBe('ok');
  });

  it('has one direct channel a person', async () => {
    const first = await slack.openDirect(ana);
    expect(first.kind).toBe('ok');
    expect(await slack.openDirect(ana)).toEqual(first);
  });

  it('tells full members from guests, bots and those who left', async () => {
    const full = async (id: UserId) => {
      const said = await slack.member(id);
      return said.kind === 'ok' ? said.value.fullMember : said.error;
    };
    expect(await Promise.all([ana, guest, bot, left].map(full))).toEqual([true, false, false, false]);
    expect(await slack.member(ana)).toMatchObject({ value: { id: ana, name: 'ana', zone: 'Europe/Berlin' } });
    expect(await slack.groupMembers(group)).toEqual({ kind: 'ok', value: [ana] });
  });
});

describe("what only the Web API's own adapter can meet", () => {
  it.each([
    ['timeout', { kind: 'timeout' }, 'passing'],
    ['broken connection', { kind: 'reset' }, 'passing'],
    ['trouble of its own', { kind: 'refuse', error: 'internal_error' }, 'passing'],
    ['a token that was revoked', { kind: 'refuse', error: 'token_revoked' }, 'permanent'],
  ] as const)('takes a %s for what it is', async (_what, fault, kind) => {
    await using stand = await startSlackEmulator();
    const slack = webOf(stand);
    stand.addChannel({ id: channel, name: 'migrations', members: [] });
    stand.failNext('chat.postMessage', fault);
    expect((await slack.post(to('card'), saying('card'))).kind).toBe(kind);
  });

  it('does not post while Slack cannot say whether it stands already', async () => {
    await using stand = await startSlackEmulator();
    const slack = webOf(stand);
    stand.addChannel({ id: channel, name: 'migrations', members: [] });
    stand.failNext('conversations.history', { kind: '429', retryAfterS: 3 });
    expect(await slack.post(to('card', true), saying('card'))).toMatchObject({ kind: 'passing', retryAfterMs: 3_000 });
    expect(stand.callsOf('chat.postMessage')).toEqual([]);
  });

  it('posts once more where it may not look', async () => {
    await using stand = await startSlackEmulator();
    const slack = webOf(stand);
    stand.addChannel({ id: channel, name: 'migrations', members: [] });
    stand.failNext('conversations.history', { kind: 'refuse', error: 'missing_scope' });
    expect(await slack.post(to('card', true), saying('card'))).toMatchObject({ kind: 'ok' });
  });

  it('says so where a plan has no user groups', async () => {
    await using stand = await startSlackEmulator({ rules: { userGroups: false } });
    const slack = webOf(stand);
    expect(await slack.groupMembers(group)).toEqual({ kind: 'permanent', error: 'plan_upgrade_required' });
  });
});
