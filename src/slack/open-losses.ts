import { allowRefusal } from '../domain/allowed.ts';
import { rightRefusal } from '../domain/decide/right-refusal.ts';
import type { EnvironmentId } from '../domain/ids.ts';
import { loadingModal } from '../render/loading-modal.ts';
import { lossTitle } from '../render/loss-modal.ts';
import { ask } from '../usecases/ask.ts';
import { situationOf } from '../usecases/situation.ts';
import { type Exchange, refuse } from './exchange.ts';

/** A modal opens at once and never waits for a host: what would be lost fills it when a worker has looked. */
export async function openLosses(
  exchange: Exchange,
  environment: EnvironmentId,
  command: 'reset' | 'push',
): Promise<void> {
  const { deps, by, channel, trigger } = exchange;
  const situation = situationOf(deps, environment, await deps.store.surroundings(environment));
  const refusal = allowRefusal(command, situation.environment) ?? rightRefusal('destroy', by, situation);
  if (refusal !== null) return refuse(exchange, refusal);
  await exchange.ack();
  const viewId = await exchange.open(loadingModal(lossTitle(command)));
  if (viewId === null) return;
  const question = { kind: 'losses' as const, environment, command };
  await ask(deps, { question, by, channel, answer: { kind: 'view', viewId }, delivery: trigger, complete: false });
}
