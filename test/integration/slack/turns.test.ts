import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../../playground/slack-emulator/model.ts';
import type { SlackEmulator } from '../../../playground/slack-emulator/slack-emulator.ts';
import { epochMs } from '../../../src/lib/time.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { AppDeps } from '../../../src/usecases/app-deps.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aRun, production, runId, staging } from '../../unit/render/samples.ts';
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
    const card = await cardWith(stand, deps, 'of.old');
    const presses = await Promise.all(Array.from({ length: 20 }, () => ana.press(card, 'of.old')));
    expect(presses.filter(({ ack }) => ack.kind !== 'acknowledged')).toEqual([]);
    expect(answering.waiting()).toBe(8);

    answering.open();
    await stand.waitFor(() => ana.ephemerals().length === 20, { what: 'every press to be answered' });
  });

  test('a press that only opens a dialog is acknowledged before anything is looked up', async () => {
    const memory = memoryStore();
    const reading = gate();
    const run: Store['run'] = async (id) => {
      await reading.pass();
      return memory.run(id);
    };
    const deps = depsOf(stand, { ...memory, run });
    await using _slack = await listener(stand, bySocket(stand), deps);
    const ana = stand.person('U01');
    const card = await cardWith(stand, deps, 'run.reject');
    expect((await ana.press(card, 'run.reject')).ack.kind).toBe('acknowledged');
    reading.open();
    await stand.waitFor(() => ana.ephemerals().length === 1, { what: 'the press to be answered' });
  });

  test('few dialogs are looked up at once, a decision is committed meanwhile, and who waited too long is told', async () => {
    const memory = memoryStore();
    const reading = gate();
    const run: Store['run'] = async (id) => {
      await reading.pass();
      return memory.run(id);
    };
    let passed = 0;
    await using slow = await workspace({ now: () => epochMs(Date.now() + passed) });
    const deps = depsOf(slow, { ...memory, run });
    await memory.createRun(production.id, null, () => ({ kind: 'proceed', run: aRun(), effects: [], wakeAt: null }));
    await using _slack = await listener(slow, bySocket(slow), deps);
    const ana = slow.person('U01');
    const card = await cardWith(slow, deps, 'run.review', runId);
    const presses = await Promise.all(Array.from({ length: 20 }, () => ana.press(card, 'run.review')));
    expect(presses.filter(({ ack }) => ack.kind !== 'acknowledged')).toEqual([]);
    expect((await ana.slash({ channel, text: 'deploy staging' })).ack.kind).toBe('acknowledged');
    expect(await memory.runs({ environment: staging.id, limit: 9 })).toHaveLength(1);
    expect(reading.waiting()).toBe(3);

    passed = 3_001;
    reading.open();
    await slow.waitFor(() => ana.ephemerals().length === 20, { what: 'every press to be answered' });
    expect(ana.ephemerals().filter((said) => !JSON.stringify(said.blocks).includes('press-expired'))).toEqual([]);
  });
});

async function cardWith(stand: SlackEmulator, { slack }: AppDeps, action: string, value = 'r1'): Promise<Message> {
  const text = { type: 'plain_text' as const, text: 'Press' };
  const blocks = [
    { type: 'actions' as const, elements: [{ type: 'button' as const, action_id: action, value, text }] },
  ];
  await slack.post({ channel, threadTs: null, key: 'card', mayStand: false }, { text: 'card', blocks });
  const card = stand.channel(channel).last();
  if (card === undefined) throw new Error('nothing was posted');
  return card;
}
