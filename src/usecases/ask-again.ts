import { askedAgain } from '../domain/decide/ask-again.ts';
import { rightRefusal } from '../domain/decide/right-refusal.ts';
import type { InquiryId, UserId } from '../domain/ids.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { DeliveryKey } from '../ports/store.ts';
import type { Deps } from './deps.ts';
import { situationOf } from './situation.ts';

/** Has a worker look again at what of a migration is there. Null: the answer will say what is seen now. */
export async function lookAnew(
  deps: Deps,
  press: { inquiry: InquiryId; by: UserId; delivery: DeliveryKey },
): Promise<Refusal | null> {
  const finding = (await deps.store.inquiry(press.inquiry))?.finding ?? null;
  if (finding?.kind !== 'resolve') return { code: 'press-unknown' };
  const { environment } = finding;
  const situation = situationOf(deps, environment, await deps.store.surroundings(environment));
  const refusal = rightRefusal('request', press.by, situation);
  if (refusal !== null) return refusal;
  const changed = await deps.store.changeInquiry(press.inquiry, press.delivery, askedAgain);
  return changed.kind === 'refused' ? changed.refusal : null;
}
