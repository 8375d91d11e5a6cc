import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, channels } from '../../playground/stage/cast.ts';
import type { Run } from '../../src/domain/run.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { openTheatre, patienceMs, saysAll, type Theatre } from '../support/stages.ts';
import { gateBackups, isEnded, staging, untilRun, watch } from '../support/survival.ts';

let theatre: Theatre;
let store: OpenStore;

beforeAll(async () => {
  theatre = await openTheatre();
  store = watch(theatre.stage.databaseUrl);
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await theatre[Symbol.asyncDispose]();
});

const until = (what: string, fits: (run: Run) => boolean) => untilRun(store, { environment: staging, what }, fits);
const cardsThatSay = (word: string) =>
  theatre.stage.slack
    .channel(channels.migrations)
    .messages()
    .filter((message) => saysAll(message, [word, 'Asked by']));

test('Slack is away during a run: the run goes on, and the card catches up', async () => {
  const { type, message, cardSays, staging: host, stage } = theatre;
  const backups = await gateBackups(host);
  await type('ana', 'backup staging outage');
  const gate = await backups.reached();
  const card = await message(['outage']);
  stage.slack.outage();
  await gate.letThrough();
  await until('an end without Slack', isEnded);
  stage.slack.recover();
  await cardSays(card, 'Succeeded');
  expect(cardsThatSay('outage')).toHaveLength(1);
}, 120_000);

test('a post whose answer is lost stands once, and is updated to the end', async () => {
  const { type, message, stage } = theatre;
  stage.slack.failNext('chat.postMessage', { kind: 'lost-response' });
  await type('ana', 'backup staging lostanswer');
  await message(['lostanswer', 'Succeeded']);
  expect(cardsThatSay('lostanswer')).toHaveLength(1);
}, 120_000);

test('limits and errors of Slack delay the card, and lose nothing', async () => {
  const { type, message, cardSays, staging: host, stage } = theatre;
  const { slack } = stage;
  slack.failNext('chat.postMessage', { kind: '429', retryAfterS: 1 });
  slack.failNext('chat.postMessage', { kind: '500' });
  slack.failNext('chat.postMessage', { kind: 'reset' });
  const backups = await gateBackups(host);
  await type('ana', 'backup staging limited');
  const gate = await backups.reached();
  const card = await message(['limited']);
  for (const kind of ['reset', '500', 'lost-response'] as const) slack.failNext('chat.update', { kind });
  slack.failNext('chat.update', { kind: '429', retryAfterS: 1 });
  const before = slack.callsOf('chat.update').length;
  await gate.letThrough();
  // The update whose answer was lost has shown the end; what follows it proves that Godwit did not take it for granted.
  await cardSays(card, 'Succeeded');
  await slack.waitFor(() => slack.callsOf('chat.update').length >= before + 5, {
    what: 'an update after four that went wrong',
    timeoutMs: patienceMs,
  });
  expect(cardsThatSay('limited')).toHaveLength(1);
}, 120_000);

test('what Slack delivers twice acts once', async () => {
  const { type, message, staging: host, stage } = theatre;
  const backups = await gateBackups(host);
  await type('ana', 'backup staging twice');
  await stage.slack.redeliverLast();
  const gate = await backups.reached();
  const card = await message(['twice']);
  await stage.slack.person(cast.ana).press(card, 'run.cancel');
  await stage.slack.redeliverLast();
  await message(['twice', 'Cancelled']);
  await gate.abandon();
  const asked = (await store.audit({ run: null, limit: 200 })).filter(({ action }) => action === 'run.cancel-asked');
  expect(asked).toHaveLength(1);
  expect(cardsThatSay('twice')).toHaveLength(1);
  expect(await store.runs({ environment: staging, limit: 10 })).toHaveLength(4);
}, 120_000);
