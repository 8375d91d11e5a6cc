import { rightRefusal } from '../domain/decide/right-refusal.ts';
import type { ChannelId, EnvironmentId, UserId } from '../domain/ids.ts';
import type { Finding, Inquiry, Question } from '../domain/inquiry.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { DeliveryKey } from '../ports/store.ts';
import type { Deps } from './deps.ts';
import { situationOf } from './situation.ts';

/** Null where the person may read what is known of the environment. */
export async function readRefusal(deps: Deps, environment: EnvironmentId, by: UserId): Promise<Refusal | null> {
  return rightRefusal('read', by, situationOf(deps, environment, await deps.store.surroundings(environment)));
}

/** Writes the question down; a worker looks, and the answer is drawn where it was asked. */
export async function ask(
  deps: Deps,
  asked: { question: Question; by: UserId; channel: ChannelId; answer: Inquiry['answer']; delivery: DeliveryKey },
): Promise<'created' | 'repeated'> {
  const { question, by, channel, answer, delivery } = asked;
  const inquiry: Inquiry = {
    id: deps.clock.newInquiryId(),
    question,
    askedBy: by,
    askedAt: deps.clock.now(),
    channel,
    answer,
    finding: null,
    complete: false,
  };
  return deps.store.createInquiry(inquiry, delivery, [
    { kind: 'enqueue', job: { name: 'answer-inquiry', inquiry: inquiry.id } },
  ]);
}

/** A worker found something: the answer is drawn, in one stroke or two. */
export function recordFinding(
  deps: Deps,
  inquiry: Inquiry,
  found: { finding: Finding; complete: boolean },
): Promise<void> {
  const { id, channel } = inquiry;
  return deps.store.answerInquiry(id, found, [
    { kind: 'draw', message: { kind: 'answer', inquiry: id, channel }, urgency: 'result' },
  ]);
}
