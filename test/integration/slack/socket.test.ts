import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SlackEmulator } from '../../../playground/slack-emulator/slack-emulator.ts';
import { Secret } from '../../../src/lib/secret.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { SlackListener } from '../../../src/slack/bolt.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { bySocket, channel, depsOf, listen, listener, workspace } from './listening.ts';

describe('Socket Mode', () => {
  let stand: SlackEmulator;
  beforeEach(async () => {
    stand = await workspace();
  });
  afterEach(() => stand.close());

  const isReady = (slack: SlackListener) => vi.waitFor(() => expect(slack.ready()).toBe(true), 20_000);
  const help = () => stand.person('U01').slash({ channel, text: 'help' });

  test('is ready while the socket is open, and takes commands', async () => {
    await using slack = await listener(stand, bySocket(stand));
    expect(slack.ready()).toBe(true);
    expect((await help()).ack.kind).toBe('acknowledged');
  });

  test.each([
    ['breaks', (slack: SlackEmulator) => slack.dropSockets()],
    ['is to be refreshed', (slack: SlackEmulator) => slack.disconnectSockets('refresh_requested')],
    ['is about to be closed', (slack: SlackEmulator) => slack.disconnectSockets('warning')],
  ])('opens another socket when one %s', async (_what, end) => {
    await using slack = await listener(stand, bySocket(stand));
    end(stand);
    await stand.waitFor(() => stand.callsOf('apps.connections.open').length === 2);
    await isReady(slack);
    expect((await help()).ack.kind).toBe('acknowledged');
  });

  test('says that it is not ready while Slack refuses the next socket, and survives', async () => {
    await using slack = await listener(stand, bySocket(stand));
    stand.failNext('apps.connections.open', { kind: '500' });
    stand.failNext('apps.connections.open', { kind: 'refuse', error: 'internal_error' });
    stand.dropSockets();
    await stand.waitFor(() => stand.callsOf('apps.connections.open').length === 2);
    expect(slack.ready()).toBe(false);
    await isReady(slack);
    expect((await help()).ack.kind).toBe('acknowledged');
  });

  test('waits for a Slack that is away at the start', async () => {
    stand.outage(['apps.connections.open']);
    await using slack = await listener(stand, bySocket(stand));
    expect(slack.ready()).toBe(false);
    stand.recover();
    await isReady(slack);
  });

  test('does not begin with a token that Slack refuses', async () => {
    const refused = await listen(stand, { by: 'socket', appToken: new Secret('xapp-wrong') });
    expect(refused).toEqual({ kind: 'permanent', error: 'invalid_auth' });
  });

  test('tells nobody that nothing was done when the socket takes the acknowledgement with it', async () => {
    const { store, reached, release } = slowStore();
    const slack = await listener(stand, bySocket(stand), depsOf(stand, store));
    const typed = stand.person('U01').slash({ channel, text: 'deploy production' });
    await reached;
    stand.outage(['apps.connections.open']);
    stand.dropSockets();
    await vi.waitFor(() => expect(slack.ready()).toBe(false));
    release();
    await slack[Symbol.asyncDispose]();
    expect(await store.runs({ environment: null, limit: 9 })).toHaveLength(1);
    expect((await typed).ack.kind).toBe('timed-out');
    expect(stand.person('U01').ephemerals()).toEqual([]);
  });

  test('answers what has arrived before it closes', async () => {
    const { store, reached, release } = slowStore();
    const slack = await listener(stand, bySocket(stand), depsOf(stand, store));
    const typed = stand.person('U01').slash({ channel, text: 'deploy production' });
    await reached;
    const closed = slack[Symbol.asyncDispose]();
    release();
    await closed;
    expect((await typed).ack.kind).toBe('acknowledged');
    await stand.waitFor(() => stand.socketCount === 0);
  });
});

/** A store whose next request waits until it is let go. */
function slowStore(): { store: Store; reached: Promise<void>; release: () => void } {
  const store = memoryStore();
  const gate = { release: () => {}, reach: () => {} };
  const released = new Promise<void>((resolve) => {
    gate.release = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    gate.reach = resolve;
  });
  const createRun: Store['createRun'] = async (...request) => {
    gate.reach();
    await released;
    return store.createRun(...request);
  };
  return { store: { ...store, createRun }, reached, release: () => gate.release() };
}
