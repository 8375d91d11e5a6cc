import type { EnvironmentId } from '../domain/ids.ts';
import { requestEmergency } from '../usecases/request-emergency.ts';
import { requestRun } from '../usecases/request-run.ts';
import { type Exchange, settle } from './exchange.ts';
import { tellElsewhere } from './tell-elsewhere.ts';

/** Asks for a deploy: the same from the command, from a status card and from another run's card. */
export async function requestDeploy(
  exchange: Exchange,
  environment: EnvironmentId,
  emergency: string | null = null,
): Promise<void> {
  const { deps, by, trigger: delivery } = exchange;
  const changed =
    emergency === null
      ? await requestRun(deps, { environment, purpose: { kind: 'deploy' }, by, delivery })
      : await requestEmergency(deps, { environment, by, reason: emergency, delivery });
  await settle(exchange, changed);
  await tellElsewhere(exchange, changed);
}
