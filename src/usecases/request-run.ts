import { requestRun as decideRequest } from '../domain/decide/request.ts';
import type { EnvironmentId, UserId } from '../domain/ids.ts';
import type { Purpose } from '../domain/run.ts';
import type { Changed, DeliveryKey } from '../ports/store.ts';
import type { Deps } from './deps.ts';
import { environmentOf, situationOf } from './situation.ts';

/** Somebody asks for a deploy, a backup or a restore; its card will stand in the environment's channel. */
export function requestRun(
  deps: Deps,
  request: {
    environment: EnvironmentId;
    purpose: Purpose;
    by: UserId;
    delivery: DeliveryKey;
    emergency?: { reason: string };
  },
): Promise<Changed> {
  const { environment, purpose, by, delivery, emergency = null } = request;
  const { channel } = environmentOf(deps, environment);
  const id = deps.clock.newRunId();
  return deps.store.createRun(environment, delivery, (around) =>
    decideRequest({ id, purpose, by, channel, emergency }, situationOf(deps, environment, around), around.open),
  );
}
