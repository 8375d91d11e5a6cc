import { sessionEndAsked, sessionsEnded } from '../domain/decide/end-session.ts';
import { rightRefusal } from '../domain/decide/right-refusal.ts';
import type { InquiryId, UserId } from '../domain/ids.ts';
import type { DeedOutcome, LocksReport, SessionAct, SessionDeed, SessionMark } from '../domain/locks.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { DeliveryKey } from '../ports/store.ts';
import type { Deps } from './deps.ts';
import { findEnvironment, situationOf } from './situation.ts';

/** Has a session cancelled or ended that an answer shows. Null: it will be. */
export async function endSession(
  deps: Deps,
  press: { inquiry: InquiryId; deed: SessionDeed; mark: SessionMark; by: UserId; delivery: DeliveryKey },
): Promise<Refusal | null> {
  const { inquiry: id, deed, mark, by, delivery } = press;
  const finding = (await deps.store.inquiry(id))?.finding;
  if (finding?.kind !== 'locks' || findEnvironment(deps, finding.environment) === null)
    return { code: 'press-unknown' };
  const { environment } = finding;
  const situation = situationOf(deps, environment, await deps.store.surroundings(environment));
  const refusal = rightRefusal('operate', by, situation);
  if (refusal !== null) return refusal;
  const { now } = situation;
  const changed = await deps.store.changeInquiry(id, delivery, (inquiry) =>
    sessionEndAsked(inquiry, { deed, mark, by, now }),
  );
  return changed.kind === 'refused' ? changed.refusal : null;
}

/** A worker did what it could: the answer is drawn again with what it saw then. */
export async function recordSessionsEnded(
  deps: Deps,
  id: InquiryId,
  ended: { outcomes: ReadonlyMap<SessionAct, DeedOutcome>; report: LocksReport | null },
): Promise<void> {
  const now = deps.clock.now();
  await deps.store.changeInquiry(id, null, (inquiry) => sessionsEnded(inquiry, { ...ended, now }));
}
