import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SlackEmulator } from '../../../playground/slack-emulator/slack-emulator.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { AppDeps } from '../../../src/usecases/app-deps.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { bySocket, channel, depsOf, listener, workspace } from './listening.ts';

/** Calls that count themselves and wait until they are let go. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let waiting = 0;
  const pass = async () => {
    waiting += 1;
    await opened;
  };
  return { pass, waiting: () => waiting, open: () => open() };
}

describe('who is acknowledged already waits for those who are not', () => {
  let stand: SlackEmulator;
  beforeEach(async () => {
    stand = await workspace();
  });
  afterEach(() => stand.close());

  test('a request is committed while many questions wait for their turn, and everybody is answered', async () => {
    const memory = memoryStore();
    const reading = gate();
    const knownPerson: Store['knownPerson'] = async (id) => {
      await reading.pass();
      return memory.knownPerson(id);
    };
    await using _slack = await listener(stand, bySocket(stand), depsOf(stand, { ...memory, knownPerson }));
    const ana = stand.person('U01');
    const questions = await Promise.all(Array.from({ length: 20 }, () => ana.slash({ channel, text: 'help' })));
    expect(questions.filter(({ ack }) => ack.kind !== 'acknowledged')).toEqual([]);

    expect((await ana.slash({ channel, text: 'deploy production' })).ack.kind).toBe('acknowledged');
    expect(await memory.runs({ environment: null, limit: 9 })).toHaveLength(1);
    expect(reading.waiting()).toBe(4);

    reading.open();
    await stand.waitFor(() => ana.ephemerals().length === 20, { what: 'every question to be answered' });
    expect(stand.callsOf('users.info')).toHaveLength(1);
  });

  test('presses are acknowledged while many answers are on their way', async () => {
    const deps = depsOf(stand);
    const answering = gate();
    const respond: AppDeps['slack']['respond'] = async (url, message) => {
      await answering.pass();
      return deps.slack.respond(url, message);
    };
    await using _slack = await listener(stand, bySocket(stand), { ...deps, slack: { ...deps.slack, respond } });
    const ana = stand.person('U01');
    await deps.slack.post(
      { channel, threadTs: null, key: 'k', mayStand: false },
      {
        text: 'card',
        blocks: [
          {
            type: 'actions',
            elements: [{ type: 'button', action_id: 'of.old', text: { type: 'plain_text', text: 'Old' } }],
          },
        ],
      },
    );
    const card = stand.channel(channel).last();
    if (card === undefined) throw new Error('nothing was posted');
    const presses = await Promise.all(Array.from({ length: 20 }, () => ana.press(card, 'of.old')));
    expect(presses.filter(({ ack }) => ack.kind !== 'acknowledged')).toEqual([]);
    expect(answering.waiting()).toBe(8);

    answering.open();
    await stand.waitFor(() => ana.ephemerals().length === 20, { what: 'every press to be answered' });
  });
});
