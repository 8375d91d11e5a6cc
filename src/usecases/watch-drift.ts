import { driftMark, noDrift } from '../domain/drift.ts';
import type { Environment } from '../domain/environment.ts';
import type { Finding, Inquiry } from '../domain/inquiry.ts';
import { after } from '../lib/time.ts';
import { recordFinding } from './ask.ts';
import type { Deps } from './deps.ts';

/**
 * Looks at drift by itself where that is due. Not while a run works there, which is meant to change the database.
 */
export async function lookAtDriftWhenDue(deps: Deps, { id, channel, driftEveryMs }: Environment): Promise<void> {
  if (driftEveryMs === null || (await deps.store.surroundings(id)).executing !== null) return;
  const now = deps.clock.now();
  const inquiry: Inquiry = {
    id: deps.clock.newInquiryId(),
    question: { kind: 'drift', environment: id, scheduled: true },
    askedBy: null,
    askedAt: now,
    channel,
    answer: { kind: 'posted' },
    finding: null,
    complete: false,
  };
  await deps.store.beginDriftLook(inquiry, { environment: id, lookedBefore: after(now, -driftEveryMs) }, [
    { kind: 'enqueue', job: { name: 'answer-inquiry', inquiry: inquiry.id } },
  ]);
}

/** The answer of such a look: shown only where it is something else than what was told last. */
export async function recordDriftLook(
  deps: Deps,
  inquiry: Inquiry,
  finding: Extract<Finding, { kind: 'drift' }>,
): Promise<'told' | 'known' | 'unseen'> {
  const mark = driftMark(finding.report);
  const told = mark === null ? null : ((await deps.store.driftTold(finding.environment)) ?? noDrift);
  if (mark === null || mark === told) {
    await deps.store.answerInquiry(inquiry.id, { finding, complete: true }, []);
    return mark === null ? 'unseen' : 'known';
  }
  await recordFinding(deps, inquiry, { finding, complete: true });
  await deps.store.saveDriftTold(finding.environment, mark);
  return 'told';
}
