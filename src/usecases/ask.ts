import { rightRefusal } from '../domain/decide/right-refusal.ts';
import type { Effect } from '../domain/effect.ts';
import type { ChannelId, EnvironmentId, UserId } from '../domain/ids.ts';
import type { Finding, Inquiry, Question } from '../domain/inquiry.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { EpochMs } from '../lib/time.ts';
import type { DeliveryKey } from '../ports/store.ts';
import { filesOf } from '../render/answer-file.ts';
import type { Deps } from './deps.ts';
import { peopleOf, shownEnvironment } from './situation.ts';

/** Null where the person may read what is known of every one of the environments; one question, however many. */
export async function readRefusal(
  deps: Deps,
  environments: readonly EnvironmentId[],
  by: UserId,
): Promise<Refusal | null> {
  const people = peopleOf(deps, await deps.store.knownPeople());
  for (const id of environments) {
    const refusal = rightRefusal('read', by, { environment: shownEnvironment(deps, id), people });
    if (refusal !== null) return refusal;
  }
  return null;
}

/**
 * Writes the question down. A worker looks, and the answer is drawn where it was asked; `complete`: Godwit's own rows
 * answer it, so it is drawn at once.
 */
export async function ask(
  deps: Deps,
  asked: {
    question: Question;
    by: UserId;
    channel: ChannelId;
    answer: Inquiry['answer'];
    delivery: DeliveryKey;
    complete: boolean;
  },
): Promise<'created' | 'repeated'> {
  const { question, by, channel, answer, delivery, complete } = asked;
  const inquiry: Inquiry = {
    id: deps.clock.newInquiryId(),
    question,
    askedBy: by,
    askedAt: deps.clock.now(),
    channel,
    answer,
    finding: null,
    complete,
  };
  return deps.store.createInquiry(inquiry, delivery, [complete ? drawAnswer(inquiry) : answerIt(inquiry)]);
}

/** A worker found something: the answer is drawn, in one stroke or two. */
export function recordFinding(
  deps: Deps,
  inquiry: Inquiry,
  found: { finding: Finding; complete: boolean },
): Promise<void> {
  const drawings = showsNothingYet(inquiry, found) ? [] : [drawAnswer(inquiry), ...files(inquiry, found)];
  return deps.store.answerInquiry(inquiry.id, found, drawings);
}

/** What cannot be updated is sent when it is complete; a drawing before would only take another's turn. */
const showsNothingYet = ({ answer }: Inquiry, { complete }: { complete: boolean }): boolean =>
  answer.kind === 'privately' && !complete;

const drawnFromLevel = 3;

/** What the answer shows the beginning of, or what is easier to look at than to read, where it has a thread. */
function files(
  { id, channel, answer }: Inquiry,
  { finding, complete }: { finding: Finding; complete: boolean },
): readonly Effect[] {
  if (!complete || (answer.kind !== 'in-channel' && answer.kind !== 'posted')) return [];
  const texts = filesOf(finding).map((file) => ({ kind: 'answer-file' as const, inquiry: id, channel, file }));
  const lookedAt = deepLocks(finding);
  const pictures = lookedAt === null ? [] : [{ kind: 'locks-picture' as const, inquiry: id, channel, lookedAt }];
  return [...texts, ...pictures].map((message) => ({ kind: 'draw', message, urgency: 'progress' }));
}

/** When a tree of locks was seen that is to be drawn; null: there is none. */
function deepLocks(finding: Finding): EpochMs | null {
  if (finding.kind !== 'locks' || 'code' in finding.report) return null;
  return finding.report.levels >= drawnFromLevel ? finding.report.lookedAt : null;
}

const answerIt = ({ id }: Inquiry): Effect => ({ kind: 'enqueue', job: { name: 'answer-inquiry', inquiry: id } });

const drawAnswer = ({ id, channel }: Inquiry): Effect => ({
  kind: 'draw',
  message: { kind: 'answer', inquiry: id, channel },
  urgency: 'result',
});
