import type { EnvironmentId } from '../domain/ids.ts';
import { requestRun } from '../usecases/request-run.ts';
import { type Exchange, settle } from './exchange.ts';
import { tellElsewhere } from './tell-elsewhere.ts';

/** Asks for a deploy: the same from the command, from a status card and from another run's card. */
export async function requestDeploy(exchange: Exchange, environment: EnvironmentId): Promise<void> {
  const { deps, by, trigger } = exchange;
  const changed = await requestRun(deps, { environment, purpose: { kind: 'deploy' }, by, delivery: trigger });
  await settle(exchange, changed);
  await tellElsewhere(exchange, changed);
}
