import type { ChannelId, RunId } from '../../domain/ids.ts';
import { type MessageSubject, messageKey } from '../../domain/message.ts';
import { assertNever } from '../../lib/assert-never.ts';
import type { MessageAddress, SlackResult } from '../../ports/slack.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';

/** A channel, or a thread in it. */
export interface Place {
  readonly channel: ChannelId;
  readonly threadTs: string | null;
}

/** Where a message goes. Direct messages need a channel of their own, replies the card that they answer. */
export async function placeOf(deps: AppDeps, subject: MessageSubject): Promise<SlackResult<Place>> {
  switch (subject.kind) {
    case 'run-card':
    case 'announcement':
    case 'answer':
      return { kind: 'ok', value: { channel: subject.channel, threadTs: null } };
    case 'outcome':
    case 'sql-file':
      return runThread(deps, subject.run);
    case 'answer-file':
    case 'locks-picture':
      return threadOfAnswer(deps, subject);
    case 'approval-call':
    case 'review-call': {
      const opened = await deps.slack.openDirect(subject.person);
      return opened.kind === 'ok' ? { kind: 'ok', value: { channel: opened.value, threadTs: null } } : opened;
    }
    default:
      return assertNever(subject);
  }
}

async function runThread(deps: AppDeps, id: RunId): Promise<SlackResult<Place>> {
  const run = await deps.store.run(id);
  if (run === null) return { kind: 'permanent', error: 'gone' };
  return threadOf(deps, messageKey({ kind: 'run-card', run: id, channel: run.channel }));
}

async function threadOf(deps: AppDeps, key: string): Promise<SlackResult<Place>> {
  const card = await deps.store.message(key);
  if (card === null || card.refused !== null) return { kind: 'permanent', error: 'card_refused' };
  if (card.address === null) {
    // what only the asker was told has no thread, and never will
    return card.shown >= card.wanted
      ? { kind: 'permanent', error: 'told_alone' }
      : { kind: 'passing', error: 'card_not_posted', retryAfterMs: null };
  }
  const { channel, ts }: MessageAddress = card.address;
  return { kind: 'ok', value: { channel, threadTs: ts } };
}

/** An answer that only its asker was given has no thread. */
async function threadOfAnswer(
  deps: AppDeps,
  { inquiry, channel }: Extract<MessageSubject, { kind: 'answer-file' | 'locks-picture' }>,
): Promise<SlackResult<Place>> {
  const answer = await deps.store.message(messageKey({ kind: 'answer', inquiry, channel }));
  if (answer === null || answer.refused !== null) return { kind: 'permanent', error: 'answer_refused' };
  if (answer.address !== null) return { kind: 'ok', value: { channel, threadTs: answer.address.ts } };
  const given = answer.shown >= answer.wanted;
  return given
    ? { kind: 'permanent', error: 'no_thread' }
    : { kind: 'passing', error: 'answer_not_posted', retryAfterMs: null };
}
