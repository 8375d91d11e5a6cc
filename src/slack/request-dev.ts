import type { EnvironmentId } from '../domain/ids.ts';
import { requestRun } from '../usecases/request-run.ts';
import { type Exchange, settle } from './exchange.ts';
import { tellElsewhere } from './tell-elsewhere.ts';

/** Asks for a migration of that name, or for what is pending to be applied: the same from the command and from a card. */
export async function requestDev(exchange: Exchange, environment: EnvironmentId, name: string | null): Promise<void> {
  const { deps, by, trigger: delivery } = exchange;
  const changed = await requestRun(deps, { environment, purpose: { kind: 'dev', name }, by, delivery });
  await settle(exchange, changed);
  await tellElsewhere(exchange, changed);
}
