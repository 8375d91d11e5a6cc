import { rightRefusal } from '../../domain/decide/right-refusal.ts';
import type { EnvironmentId } from '../../domain/ids.ts';
import { inputIds } from '../../render/action-ids.ts';
import { downAsked } from '../../render/down-modal.ts';
import { ask } from '../../usecases/ask.ts';
import { findEnvironment, situationOf } from '../../usecases/situation.ts';
import { type Handler, refuse } from './view.ts';

/** Somebody chose which migrations are taken back: a worker makes the SQL, which is answered in the environment's channel. */
export const down: Handler = async (submitted) => {
  const { deps, by, trigger, metadata, input } = submitted;
  const environment = findEnvironment(deps, (metadata.environment ?? '') as EnvironmentId);
  const newest = Number(input(inputIds.newest).selected_option?.value ?? 1);
  if (environment === null || !Number.isInteger(newest) || newest < 1) {
    return refuse(submitted, { code: 'press-unknown' });
  }
  const { id, channel } = environment;
  const refusal = rightRefusal('request', by, situationOf(deps, id, await deps.store.surroundings(id)));
  if (refusal !== null) return refuse(submitted, refusal);
  const question = { kind: 'down' as const, environment: id, newest };
  await ask(deps, { question, by, channel, answer: { kind: 'posted' }, delivery: trigger, complete: false });
  await submitted.replace(downAsked(environment));
};
