import type { RunId } from '../../domain/ids.ts';
import type { SessionDeed } from '../../domain/locks.ts';
import { readSessionValue } from '../../render/action-ids.ts';
import { stopBlocker } from '../../usecases/stop-blocker.ts';
import { refuse } from '../exchange.ts';
import type { Handler } from './action.ts';

const stop =
  (deed: SessionDeed): Handler =>
  async (pressed) => {
    const read = readSessionValue(pressed.value);
    if (read === null) return refuse(pressed, { code: 'press-unknown' });
    const { deps, by, trigger } = pressed;
    const press = { run: read.shownBy as RunId, deed, mark: read.mark, by, delivery: trigger };
    const refusal = await stopBlocker(deps, press);
    return refusal === null ? pressed.ack() : refuse(pressed, refusal);
  };

/** Cancels what a session does that a run's migration waits for: only for the right `operate`. */
export const cancelBlocker = stop('cancel');

/** Ends such a session where it does nothing: only for the right `operate`. */
export const endBlocker = stop('end');
