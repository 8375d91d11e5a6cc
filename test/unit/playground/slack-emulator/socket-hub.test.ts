import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type SlackEmulator, startSlackEmulator } from '../../../../playground/slack-emulator/slack-emulator.ts';
import { call } from './call.ts';

let slack: SlackEmulator;

const start = async (ackWithinMs: number): Promise<SlackEmulator> => {
  const slack = await startSlackEmulator({ rules: { ackWithinMs } });
  slack.addPerson({ id: 'U01', name: 'ana' });
  slack.addChannel({ id: 'C01', name: 'migrations', members: ['U01'] });
  return slack;
};

beforeEach(async () => {
  slack = await start(3_000);
});
afterEach(() => slack.close());

type Frame = { readonly type: string; readonly envelope_id: string } & Record<string, unknown>;

interface Connection {
  readonly socket: WebSocket;
  readonly frames: Frame[];
  readonly hello: Frame;
}

const connect = async (onFrame: (socket: WebSocket, frame: Frame) => void, to = slack): Promise<Connection> => {
  const { url } = await call(to, 'apps.connections.open', {}, to.app.appToken);
  const socket = new WebSocket(String(url));
  const frames: Frame[] = [];
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Frame;
    frames.push(frame);
    if (frame.envelope_id !== undefined) onFrame(socket, frame);
  });
  await once(socket, 'message');
  const [hello] = frames;
  if (hello === undefined) throw new Error('no first frame');
  return { socket, frames, hello };
};

const ackOnce = (socket: WebSocket, frame: Frame) => socket.send(JSON.stringify({ envelope_id: frame.envelope_id }));

describe('several connections', () => {
  it('share the payloads', async () => {
    const connections = [await connect(ackOnce), await connect(ackOnce)];
    expect(connections.map(({ hello }) => [hello.type, hello.num_connections])).toEqual([
      ['hello', 1],
      ['hello', 2],
    ]);
    for (let count = 0; count < 4; count += 1)
      expect((await slack.person('U01').slash({ channel: 'C01' })).ack.kind).toBe('acknowledged');
    expect(connections.map(({ frames }) => frames.length - 1)).toEqual([2, 2]);
  });

  it('are ten at most', async () => {
    for (let count = 0; count < 10; count += 1) await connect(ackOnce);
    const eleventh = await connect(ackOnce);
    expect(eleventh.hello).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
    expect(slack.socketCount).toBe(10);
  });
});

describe('acknowledgements', () => {
  it('are counted, also where the app is told nothing of a second', async () => {
    await connect((socket, frame) => {
      ackOnce(socket, frame);
      ackOnce(socket, frame);
    });
    await slack.person('U01').slash({ channel: 'C01' });
    await slack.waitFor(() => slack.deliveries[0]?.acks === 2, { what: 'the second acknowledgement' });
  });

  it('count for the envelope they name', async () => {
    await using impatient = await start(50);
    await connect((socket) => socket.send(JSON.stringify({ envelope_id: 'another' })), impatient);
    expect((await impatient.person('U01').slash({ channel: 'C01' })).notice?.reason).toBe('operation_timeout');
    expect(impatient.deliveries[0]?.acks).toBe(0);
  });

  it('answer both deliveries of an envelope that is brought again before its first answer', async () => {
    const held: (() => void)[] = [];
    await using patient = await start(500);
    await connect((socket, frame) => {
      held.push(() => ackOnce(socket, frame));
      if (held.length === 2) for (const answer of held) answer();
    }, patient);
    const typed = patient.person('U01').slash({ channel: 'C01' });
    const again = patient.redeliverLast();
    expect((await again).kind).toBe('acknowledged');
    expect((await typed).notice).toBeNull();
  });

  it('carry an answer for commands, not for events', async () => {
    const { frames } = await connect(ackOnce);
    await slack.person('U01').slash({ channel: 'C01' });
    await slack.sendEvent({ type: 'subteam_members_changed' });
    await slack.redeliverLast();
    expect(frames.slice(1)).toMatchObject([
      { type: 'slash_commands', accepts_response_payload: true },
      { type: 'events_api', accepts_response_payload: false, retry_attempt: 0 },
      { type: 'events_api', retry_attempt: 1 },
    ]);
  });
});

it('warns without closing, and closes when asked to refresh', async () => {
  const { socket, frames } = await connect(ackOnce);
  slack.disconnectSockets('warning');
  await once(socket, 'message');
  expect(frames.at(-1)).toMatchObject({ type: 'disconnect', reason: 'warning' });
  expect(slack.socketCount).toBe(1);
  slack.disconnectSockets('refresh_requested');
  await once(socket, 'close');
  await slack.waitFor(() => slack.socketCount === 0, { what: 'no socket' });
});
