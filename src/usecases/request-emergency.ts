import { declared } from '../domain/decide/emergency.ts';
import type { EnvironmentId, UserId } from '../domain/ids.ts';
import type { Changed, DeliveryKey } from '../ports/store.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';
import { requestRun } from './request-run.ts';

/**
 * Somebody with the right `emergency` asks for a deploy that waits for nobody. Where a deploy is asked for already, that
 * one becomes the emergency: what is needed at once must not stand behind its own request.
 */
export async function requestEmergency(
  deps: Deps,
  request: { environment: EnvironmentId; by: UserId; reason: string; delivery: DeliveryKey },
): Promise<Changed> {
  const { environment, by, reason, delivery } = request;
  const purpose = { kind: 'deploy' } as const;
  const asked = await requestRun(deps, { environment, purpose, by, delivery, emergency: { reason } });
  if (asked.kind !== 'refused' || asked.refusal.code !== 'environment-busy') return asked;
  const { run } = asked.refusal;
  return changeRun(deps, { run, delivery }, (open, situation) => declared(open, { by, reason }, situation));
}
