import type { ChannelId } from '../../domain/ids.ts';
import { type MessageSubject, messageKey } from '../../domain/message.ts';
import { assertNever } from '../../lib/assert-never.ts';
import type { MessageAddress, Rendered, SlackResult } from '../../ports/slack.ts';
import type { MessageRow } from '../../ports/store.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { drawAnswer } from './draw-answer.ts';
import { renderSubject } from './render-subject.ts';
import { passing } from './slack-unavailable.ts';
import { tellUnreachable } from './tell-unreachable.ts';

/**
 * Brings one message up to the newest wanted version: posts it once, or updates it. Latest state wins, also where two
 * queues draw the same message: what it says is read when its turn has come.
 */
export const drawMessage = (deps: AppDeps, key: string): Promise<void> =>
  deps.store.whileDrawing(key, () => drawNow(deps, key));

async function drawNow(deps: AppDeps, key: string): Promise<void> {
  const row = await deps.store.message(key);
  if (row === null || row.refused !== null || row.shown >= row.wanted) return;
  if (row.subject.kind === 'answer') return drawAnswer(deps, row, row.subject.inquiry);
  const rendered = await renderSubject(deps, row.subject);
  if (rendered === null) return deps.store.postRefused(key, 'gone');
  return show(deps, row, rendered);
}

async function show(deps: AppDeps, row: MessageRow, rendered: Rendered): Promise<void> {
  if (row.address === null) return post(deps, row, rendered);
  const result = await deps.slack.update(row.address, rendered);
  if (result.kind === 'ok') return deps.store.shown(row.key, row.wanted);
  return refusedOr(deps, row, result);
}

async function post(deps: AppDeps, row: MessageRow, rendered: Rendered): Promise<void> {
  const to = await placeOf(deps, row.subject);
  if (to.kind !== 'ok') return refusedOr(deps, row, to);
  await deps.store.postBegun(row.key, deps.clock.now());
  const result = await deps.slack.post({ ...to.value, key: row.key, mayStand: row.postingSince !== null }, rendered);
  if (result.kind === 'ok') return deps.store.posted(row.key, result.value, row.wanted);
  return refusedOr(deps, row, result);
}

interface Place {
  readonly channel: ChannelId;
  readonly threadTs: string | null;
}

/** Where a message goes. Direct messages need a channel of their own, replies the card that they answer. */
async function placeOf(deps: AppDeps, subject: MessageSubject): Promise<SlackResult<Place>> {
  switch (subject.kind) {
    case 'run-card':
    case 'announcement':
    case 'answer':
      return { kind: 'ok', value: { channel: subject.channel, threadTs: null } };
    case 'outcome':
      return threadOf(deps, subject.run);
    case 'approval-call': {
      const opened = await deps.slack.openDirect(subject.person);
      return opened.kind === 'ok' ? { kind: 'ok', value: { channel: opened.value, threadTs: null } } : opened;
    }
    default:
      return assertNever(subject);
  }
}

async function threadOf(
  deps: AppDeps,
  id: Extract<MessageSubject, { kind: 'outcome' }>['run'],
): Promise<SlackResult<Place>> {
  const run = await deps.store.run(id);
  if (run === null) return { kind: 'permanent', error: 'gone' };
  const card = await deps.store.message(messageKey({ kind: 'run-card', run: id, channel: run.channel }));
  if (card === null || card.refused !== null) return { kind: 'permanent', error: 'card_refused' };
  if (card.address === null) return { kind: 'passing', error: 'card_not_posted', retryAfterMs: null };
  const { channel, ts }: MessageAddress = card.address;
  return { kind: 'ok', value: { channel, threadTs: ts } };
}

async function refusedOr(
  deps: AppDeps,
  row: MessageRow,
  result: Exclude<SlackResult<unknown>, { kind: 'ok' }>,
): Promise<void> {
  if (result.kind === 'passing') {
    throw passing(`showing ${row.key}`, result);
  }
  deps.log.warn({ message: row.key, error: result.error }, 'Slack will not show a message');
  await deps.store.postRefused(row.key, result.error);
  await tellUnreachable(deps, row.subject, result.error);
}
