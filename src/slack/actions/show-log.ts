import { rightRefusal } from '../../domain/decide/right-refusal.ts';
import type { RunId } from '../../domain/ids.ts';
import { logModal } from '../../render/log-modal.ts';
import { situationOf } from '../../usecases/situation.ts';
import { refuse } from '../exchange.ts';
import type { Handler } from './action.ts';

/** Opens what the run's scripts printed; it may hold personal data, so only for the right `operate`. */
export const showLog: Handler = async (pressed) => {
  const { deps, by } = pressed;
  const run = await deps.store.run(pressed.value as RunId);
  if (run === null) return refuse(pressed, { code: 'press-unknown' });
  const situation = situationOf(deps, run.environment, await deps.store.surroundings(run.environment));
  const refusal = rightRefusal('operate', by, situation);
  if (refusal !== null) return refuse(pressed, refusal);
  await pressed.ack();
  const log = await pressed.inTurn(() => deps.store.logText(run.id, null));
  await pressed.open(logModal(run, log));
};
