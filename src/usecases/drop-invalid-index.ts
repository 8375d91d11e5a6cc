import { rightRefusal } from '../domain/decide/right-refusal.ts';
import type { InquiryId, UserId } from '../domain/ids.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { DeliveryKey } from '../ports/store.ts';
import type { Deps } from './deps.ts';
import { situationOf } from './situation.ts';

/** Has an invalid index dropped that an answer names, by its place there. Null: it will be. */
export async function dropInvalidIndex(
  deps: Deps,
  press: { inquiry: InquiryId; place: number; by: UserId; delivery: DeliveryKey },
): Promise<Refusal | null> {
  const { inquiry, place, by, delivery } = press;
  const finding = (await deps.store.inquiry(inquiry))?.finding ?? null;
  if (finding?.kind !== 'resolve' || 'code' in finding.report) return { code: 'press-unknown' };
  const { environment, report } = finding;
  const situation = situationOf(deps, environment, await deps.store.surroundings(environment));
  const refusal = rightRefusal('operate', by, situation);
  if (refusal !== null) return refusal;
  const found = report.invalid[place];
  if (found === undefined || found.building) return { code: 'press-unknown' };
  const { executing, now } = situation;
  if (executing !== null) return { code: 'environment-busy', environment, run: executing, link: null };
  const index = `${found.schema}.${found.name}`;
  const entry = { at: now, actor: by, action: 'invalid-index.drop-asked', environment, run: null, detail: { index } };
  await deps.store.perform(delivery, [
    { kind: 'enqueue', job: { name: 'drop-invalid-index', inquiry, index, by } },
    { kind: 'record', entry },
  ]);
  return null;
}
