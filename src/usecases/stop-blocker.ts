import { rightRefusal } from '../domain/decide/right-refusal.ts';
import { blockerStopAsked } from '../domain/decide/stop-blocker.ts';
import type { RunId, UserId } from '../domain/ids.ts';
import type { SessionDeed, SessionMark } from '../domain/locks.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { DeliveryKey } from '../ports/store.ts';
import type { Deps } from './deps.ts';
import { findEnvironment, situationOf } from './situation.ts';

/** Has a session cancelled or ended that a run's migration waits for. Null: it will be, and an answer says what came of it. */
export async function stopBlocker(
  deps: Deps,
  press: { run: RunId; deed: SessionDeed; mark: SessionMark; by: UserId; delivery: DeliveryKey },
): Promise<Refusal | null> {
  const { deed, mark, by, delivery } = press;
  const run = await deps.store.run(press.run);
  const environment = run === null ? null : findEnvironment(deps, run.environment);
  if (run === null || environment === null) return { code: 'press-unknown' };
  const situation = situationOf(deps, run.environment, await deps.store.surroundings(run.environment));
  const refusal = rightRefusal('operate', by, situation);
  if (refusal !== null) return refusal;
  const at = { environment, id: deps.clock.newInquiryId() };
  const decision = blockerStopAsked(run, { deed, mark, by, now: situation.now }, at);
  if (decision.kind === 'refuse') return decision.refusal;
  if (decision.kind === 'proceed') await deps.store.createInquiry(decision.inquiry, delivery, decision.effects);
  return null;
}
