import { rightRefusal } from '../domain/decide/right-refusal.ts';
import type { EnvironmentId } from '../domain/ids.ts';
import { loadingModal } from '../render/loading-modal.ts';
import { rollbackTitle } from '../render/restore-modal.ts';
import { ask } from '../usecases/ask.ts';
import { situationOf } from '../usecases/situation.ts';
import { type Exchange, refuse } from './exchange.ts';

/** A modal opens at once and never waits for a host: the list of backups fills it when a worker has looked. */
export async function openRestore(exchange: Exchange, environment: EnvironmentId): Promise<void> {
  const { deps, by, channel, trigger } = exchange;
  const refusal = rightRefusal(
    'request',
    by,
    situationOf(deps, environment, await deps.store.surroundings(environment)),
  );
  if (refusal !== null) return refuse(exchange, refusal);
  await exchange.ack();
  const viewId = await exchange.open(loadingModal(rollbackTitle));
  if (viewId === null) return;
  const question = { kind: 'backups' as const, environment };
  await ask(deps, { question, by, channel, answer: { kind: 'view', viewId }, delivery: trigger, complete: false });
}
