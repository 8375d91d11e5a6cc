import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackEmulator, startSlackEmulator } from '../../playground/slack-emulator/slack-emulator.ts';

const modal = (title: string) => ({
  type: 'modal' as const,
  callback_id: 'review',
  title: { type: 'plain_text' as const, text: title },
  submit: { type: 'plain_text' as const, text: 'Send' },
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'why',
      label: { type: 'plain_text' as const, text: 'Why' },
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
    {
      type: 'actions' as const,
      block_id: 'more',
      elements: [
        { type: 'button' as const, action_id: 'reload', text: { type: 'plain_text' as const, text: 'Reload' } },
      ],
    },
  ],
});

const card = (text: string, value = 'run_1') => ({
  text,
  blocks: [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text } },
    {
      type: 'actions' as const,
      block_id: 'buttons',
      elements: [
        {
          type: 'button' as const,
          action_id: 'approve',
          value,
          text: { type: 'plain_text' as const, text: 'Approve' },
        },
      ],
    },
  ],
});

/** Reconnecting is loud by design; the tests look at what happens, not at what is logged. */
const quiet: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  getLevel: () => LogLevel.ERROR,
  setLevel: () => {},
  setName: () => {},
};

/** An ordinary Bolt app with one listener of each kind. */
const addListeners = (app: App): void => {
  app.command('/migrate', async ({ command, ack, client, respond }) => {
    switch (command.text) {
      case 'help':
        return ack({ response_type: 'ephemeral', text: 'What you can do here' });
      case 'wrong':
        return ack({ text: 'x', blocks: [{ type: 'section' } as never] });
      case 'card':
        await ack();
        await client.chat.postMessage({ channel: command.channel_id, ...card('Deploy?') });
        return;
      case 'modal':
        await client.views.open({ trigger_id: command.trigger_id, view: modal('Review') });
        return ack();
      case 'respond':
        await ack();
        await respond({ text: 'first' });
        await respond({ text: 'second', replace_original: true });
        return;
    }
  });
  app.action('approve', async ({ ack, respond, body }) => {
    await ack();
    await respond({ replace_original: true, text: `approved by <@${body.user.id}>` });
    await respond({ text: 'thank you' });
  });
  app.action('reload', async ({ ack, body, client }) => {
    await ack();
    if (!('view' in body) || body.view === undefined) return;
    await client.views.update({ view_id: body.view.id, hash: body.view.hash, view: modal('Reloaded') });
  });
  app.view('review', async ({ ack, view }) => {
    const why = view.state.values.why?.text?.value;
    if (why === 'short') return ack({ response_action: 'errors', errors: { why: 'Say more' } });
    if (why === 'again') return ack({ response_action: 'update', view: modal('Again') });
    if (why === 'push') return ack({ response_action: 'push', view: modal('On top') });
    if (why === 'clear') return ack({ response_action: 'clear' });
    return ack();
  });
  app.view({ callback_id: 'review', type: 'view_closed' }, async ({ ack }) => ack());
};

interface Running {
  readonly app: App;
  readonly stop: () => Promise<void>;
}

const overHttp = async (slack: SlackEmulator): Promise<Running> => {
  const app = new App({
    token: slack.app.botToken,
    signingSecret: slack.app.signingSecret,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 2, minTimeout: 1, factor: 1 } },
    logger: quiet,
  });
  addListeners(app);
  const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server;
  slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return { app, stop: async () => void (await app.stop()) };
};

const overSocket = async (slack: SlackEmulator): Promise<Running> => {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 2, minTimeout: 1, factor: 1 } };
  const receiver = new SocketModeReceiver({
    appToken: slack.app.appToken,
    clientPingTimeout: 100,
    installerOptions: { clientOptions },
    logger: quiet,
  });
  const app = new App({ token: slack.app.botToken, receiver, clientOptions, logger: quiet });
  addListeners(app);
  await app.start();
  return { app, stop: () => receiver.client.disconnect() };
};

const populate = (slack: SlackEmulator) => {
  slack.addPerson({ id: 'U01', name: 'ana', tz: 'Europe/Berlin' });
  slack.addPerson({ id: 'U02', name: 'ben' });
  slack.addChannel({ id: 'C01', name: 'migrations', members: ['U01', 'U02'] });
  slack.addChannel({ id: 'C02', name: 'elsewhere', members: ['U01'], botIsMember: false });
};

describe.each([
  ['signed HTTP', overHttp],
  ['Socket Mode', overSocket],
])('a Bolt app over %s', (_mode, start) => {
  let slack: SlackEmulator;
  let running: Running;

  beforeEach(async () => {
    slack = await startSlackEmulator({ rules: { ackWithinMs: 1_500 } });
    populate(slack);
    running = await start(slack);
  });
  afterEach(async () => {
    await running.stop();
    await slack.close();
  });

  const posted = () => slack.waitFor(() => slack.channel('C01').last(), { what: 'a message in C01' });
  const postCard = async () => {
    await slack.person('U01').slash({ channel: 'C01', text: 'card' });
    return posted();
  };
  const openModal = async () => {
    await slack.person('U01').slash({ channel: 'C01', text: 'modal' });
    return slack.waitFor(() => slack.person('U01').modal(), { what: 'the modal' });
  };

  it('answers a slash command in its acknowledgement, to the asker alone', async () => {
    const { ack, answer } = await slack.person('U01').slash({ channel: 'C01', text: 'help' });
    expect(ack.kind).toBe('acknowledged');
    expect(answer).toMatchObject({ text: 'What you can do here', onlyFor: 'U01' });
    expect(slack.person('U02').sees('C01')).toEqual([]);
    expect(slack.deliveries.at(-1)?.acks).toBe(1);
  });

  it('refuses an acknowledgement with wrong blocks', async () => {
    const { answer, notice } = await slack.person('U01').slash({ channel: 'C01', text: 'wrong' });
    expect(answer).toBeNull();
    expect(notice?.words).toBe('/migrate failed with the error "invalid_command_response"');
  });

  it('tells the person when nobody acknowledges', async () => {
    const { ack, notice } = await slack.person('U01').slash({ channel: 'C01', text: 'nothing happens' });
    expect(ack.kind).toBe('timed-out');
    expect(notice?.words).toBe('/migrate failed with the error "operation_timeout"');
    expect(slack.person('U01').notices()).toHaveLength(1);
  });

  it('replaces the pressed message by response_url and answers the presser alone', async () => {
    const message = await postCard();
    const { ack } = await slack.person('U02').press(message, 'approve');
    expect(ack.kind).toBe('acknowledged');
    await slack.waitFor(() => slack.person('U02').ephemerals('C01')[0], { what: 'the thanks' });
    expect(slack.current(message)).toMatchObject({ text: 'approved by <@U02>', blocks: [] });
    expect(slack.current(message)?.edits).toHaveLength(1);
    expect(slack.person('U01').ephemerals()).toEqual([]);
    await expect(slack.person('U01').press(message, 'approve')).rejects.toThrow('it is not there');
    const late = await slack.person('U01').press(message, 'approve', { stale: true });
    expect(late.ack.kind).toBe('acknowledged');
  });

  it('replaces nothing by the response_url of a slash command', async () => {
    await slack.person('U01').slash({ channel: 'C02', text: 'respond' });
    await slack.waitFor(() => slack.person('U01').ephemerals('C02').length === 2, { what: 'both answers' });
    expect(
      slack
        .person('U01')
        .ephemerals('C02')
        .map((it) => it.text),
    ).toEqual(['first', 'second']);
  });

  it('takes a modal from opening to submission', async () => {
    const ana = slack.person('U01');
    const view = await openModal();
    expect(await ana.submit(view)).toMatchObject({ kind: 'incomplete', errors: { why: expect.any(String) } });
    expect(await ana.submit(view, { text: 'short' })).toMatchObject({ kind: 'errors', errors: { why: 'Say more' } });
    const again = await ana.submit(view, { why: 'again' });
    expect(again).toMatchObject({ kind: 'updated', view: { definition: { title: { text: 'Again' } } } });
    const pushed = await ana.submit(view, { why: 'push' });
    if (pushed.kind !== 'pushed') throw new Error(`pushing: ${pushed.kind}`);
    expect(ana.modal()?.id).toBe(pushed.view.id);
    expect(await ana.submit(pushed.view, { why: 'clear' })).toMatchObject({ kind: 'cleared' });
    expect(ana.modal()).toBeUndefined();
  });

  it('updates a modal after a press in it, and keeps what was typed', async () => {
    const ana = slack.person('U01');
    const view = await openModal();
    ana.fill(view, { text: 'half a sentence' });
    await ana.pickInModal(view, 'reload');
    const updated = await slack.waitFor(() => {
      const now = slack.view(view.id);
      return now?.hash !== view.hash ? now : undefined;
    });
    expect([...updated.picks.values()]).toEqual([{ type: 'plain_text_input', value: 'half a sentence' }]);
    expect(await ana.closeView(view)).toMatchObject({ kind: 'acknowledged' });
  });

  it('delivers again what was delivered, with the same trigger', async () => {
    const first = await slack.person('U01').slash({ channel: 'C01', text: 'help' });
    expect(await slack.redeliverLast()).toMatchObject({ kind: 'acknowledged' });
    const [one, two] = slack.deliveries;
    expect(two?.envelope).toEqual(one?.envelope);
    expect(two?.envelope.payload.trigger_id).toBe(first.triggerId);
  });

  it.each(['500', 'reset'] as const)('lets the app retry after %s', async (kind) => {
    slack.failNext('chat.postMessage', { kind });
    await postCard();
    expect(slack.callsOf('chat.postMessage')).toHaveLength(2);
    expect(slack.channel('C01').messages()).toHaveLength(1);
  });

  it('does the work of a lost response, so that a retry doubles it', async () => {
    slack.failNext('chat.postMessage', { kind: 'lost-response' });
    await slack.person('U01').slash({ channel: 'C01', text: 'card' });
    await slack.waitFor(() => slack.channel('C01').messages().length === 2, { what: 'the doubled card' });
    expect(slack.callsOf('chat.postMessage')[0]?.answer).toEqual({ kind: 'unanswered', done: true });
  });
});

describe('the official Web API client', () => {
  const client = (slack: SlackEmulator) =>
    new WebClient(slack.app.botToken, {
      slackApiUrl: slack.apiUrl,
      logger: quiet,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
    });

  it('uploads a file into a thread', async () => {
    await using slack = await startSlackEmulator();
    populate(slack);
    const { ts } = await client(slack).chat.postMessage({ channel: 'C01', text: 'a run' });
    if (ts === undefined) throw new Error('posting: no ts');
    const upload = { channel_id: 'C01', thread_ts: ts, filename: 'deploy.log', content: 'applied 3 migrations\n' };
    await client(slack).filesUploadV2(upload);
    const [reply] = slack.channel('C01').thread(ts);
    expect(reply?.files.map((file) => [file.name, file.content.toString()])).toEqual([
      ['deploy.log', 'applied 3 migrations\n'],
    ]);
  });

  it('reads how long to wait, and why blocks were refused', async () => {
    await using slack = await startSlackEmulator();
    populate(slack);
    slack.failNext('chat.postMessage', { kind: '429', retryAfterS: 7 });
    const post = (blocks: never[]) => client(slack).chat.postMessage({ channel: 'C01', text: 'x', blocks });
    await expect(post([])).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 });
    await expect(post([{ type: 'section' } as never])).rejects.toMatchObject({
      data: { error: 'invalid_blocks', response_metadata: { messages: [expect.stringContaining('/blocks/0')] } },
    });
  });

  it('publishes a Home tab that its owner can press on', async () => {
    await using slack = await startSlackEmulator();
    populate(slack);
    const text = { type: 'plain_text' as const, text: 'Refresh' };
    const blocks = [{ type: 'actions' as const, elements: [{ type: 'button' as const, action_id: 'refresh', text }] }];
    await client(slack).views.publish({ user_id: 'U01', view: { type: 'home', blocks } });
    const home = slack.person('U01').home();
    if (home === undefined) throw new Error('no Home tab');
    await slack.person('U01').pickInModal(home, 'refresh');
    expect(slack.deliveries.at(-1)?.envelope.payload).toMatchObject({
      container: { type: 'view', view_id: home.id },
      actions: [{ action_id: 'refresh' }],
    });
  });
});

describe('Socket Mode', () => {
  it.each(['dropped', 'asked to reconnect'])('reconnects when %s', async (how) => {
    await using slack = await startSlackEmulator();
    populate(slack);
    const { stop } = await overSocket(slack);
    if (how === 'dropped') slack.dropSockets();
    else slack.disconnectSockets();
    await slack.waitFor(() => slack.socketCount === 0, { what: 'the closed socket' });
    await slack.waitFor(() => slack.socketCount === 1, { what: 'a new socket' });
    expect((await slack.person('U01').slash({ channel: 'C01', text: 'help' })).ack.kind).toBe('acknowledged');
    await stop();
  });
});
