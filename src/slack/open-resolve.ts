import { rightRefusal } from '../domain/decide/right-refusal.ts';
import type { Resolution } from '../domain/resolve.ts';
import { readMigration } from '../render/action-ids.ts';
import { loadingModal } from '../render/loading-modal.ts';
import { resolveTitle } from '../render/resolve-modal.ts';
import { ask } from '../usecases/ask.ts';
import { situationOf } from '../usecases/situation.ts';
import type { Pressed } from './actions/action.ts';
import { refuse } from './exchange.ts';

/** A modal opens at once, or takes the place of the one that is open; a worker's look at the database fills it. */
export async function openResolve(pressed: Pressed, as: Resolution): Promise<void> {
  const { deps, by, channel, trigger, value } = pressed;
  const { environment: id, migration } = readMigration(value);
  const environment = deps.configuration.environments.find((one) => one.id === id)?.id;
  if (environment === undefined || migration === '') return refuse(pressed, { code: 'press-unknown' });
  const situation = situationOf(deps, environment, await deps.store.surroundings(environment));
  const refusal = rightRefusal('request', by, situation);
  if (refusal !== null) return refuse(pressed, refusal);
  await pressed.ack();
  const viewId = await shownView(pressed, as);
  if (viewId === null) return;
  const question = { kind: 'resolve' as const, environment, migration, as };
  await ask(deps, { question, by, channel, answer: { kind: 'view', viewId }, delivery: trigger, complete: false });
}

async function shownView(pressed: Pressed, as: Resolution): Promise<string | null> {
  const loading = loadingModal(resolveTitle[as]);
  if (pressed.viewId === null) return pressed.open(loading);
  await pressed.deps.slack.updateView(pressed.viewId, loading);
  return pressed.viewId;
}
