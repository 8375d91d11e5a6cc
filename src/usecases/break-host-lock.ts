import { rightRefusal } from '../domain/decide/right-refusal.ts';
import type { EnvironmentId, UserId } from '../domain/ids.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { DeliveryKey } from '../ports/store.ts';
import type { Deps } from './deps.ts';
import { situationOf } from './situation.ts';

/** Has the host's lock removed, whoever holds it. Null: it will be. */
export async function breakHostLock(
  deps: Deps,
  press: { environment: EnvironmentId; by: UserId; delivery: DeliveryKey },
): Promise<Refusal | null> {
  const { environment, by, delivery } = press;
  const situation = situationOf(deps, environment, await deps.store.surroundings(environment));
  const refusal = rightRefusal('destroy', by, situation);
  if (refusal !== null) return refusal;
  const { executing, now } = situation;
  if (executing !== null) return { code: 'environment-busy', environment, run: executing, link: null };
  await deps.store.perform(delivery, [
    { kind: 'enqueue', job: { name: 'break-host-lock', environment } },
    { kind: 'record', entry: { at: now, actor: by, action: 'host-lock.broken', environment, run: null, detail: null } },
  ]);
  return null;
}
