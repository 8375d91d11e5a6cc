import { rightRefusal } from '../domain/decide/right-refusal.ts';
import { freezeHolds } from '../domain/freeze.ts';
import type { EnvironmentId, UserId } from '../domain/ids.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { EpochMs } from '../lib/time.ts';
import type { DeliveryKey } from '../ports/store.ts';
import type { Deps } from './deps.ts';
import { situationOf } from './situation.ts';
import { wakeWaiting } from './wake-run.ts';

export type Frozen =
  | { readonly kind: 'done' }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Nobody deploys to the environment until it is lifted, or until `until`. A second freeze replaces the first. */
export async function setFreeze(
  deps: Deps,
  ask: { environment: EnvironmentId; reason: string; until: EpochMs | null; by: UserId; delivery: DeliveryKey },
): Promise<Frozen> {
  const { environment, reason, until, by, delivery } = ask;
  const situation = situationOf(deps, environment, await deps.store.surroundings(environment));
  const refusal = rightRefusal('operate', by, situation);
  if (refusal !== null) return { kind: 'refused', refusal };
  const freeze = { environment, reason, by, since: situation.now, until };
  const entry = {
    at: situation.now,
    actor: by,
    action: 'freeze.set',
    environment,
    run: null,
    detail: { reason, until },
  };
  const set = await deps.store.setFreeze(freeze, delivery, [{ kind: 'record', entry }]);
  if (set === 'repeated') return { kind: 'repeated' };
  // cards show the freeze
  await wakeWaiting(deps, environment);
  return { kind: 'done' };
}

/** Lifts the freeze; a run that waited for it may start at once. */
export async function liftFreeze(
  deps: Deps,
  ask: { environment: EnvironmentId; by: UserId; delivery: DeliveryKey },
): Promise<Frozen> {
  const { environment, by, delivery } = ask;
  const situation = situationOf(deps, environment, await deps.store.surroundings(environment));
  const { freeze, now } = situation;
  const refusal = rightRefusal('operate', by, situation);
  if (refusal !== null) return { kind: 'refused', refusal };
  if (freeze === null || !freezeHolds(freeze, now))
    return { kind: 'refused', refusal: { code: 'not-frozen', environment } };
  const entry = { at: now, actor: by, action: 'freeze.lifted', environment, run: null, detail: null };
  const lifted = await deps.store.liftFreeze(environment, delivery, [{ kind: 'record', entry }]);
  if (lifted === 'repeated') return { kind: 'repeated' };
  await wakeWaiting(deps, environment);
  return { kind: 'done' };
}
