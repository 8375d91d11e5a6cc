import type { InquiryId } from '../../domain/ids.ts';
import type { SessionDeed } from '../../domain/locks.ts';
import { readSessionValue } from '../../render/action-ids.ts';
import { endSession as haveEnded } from '../../usecases/end-session.ts';
import { refuse } from '../exchange.ts';
import type { Handler } from './action.ts';

const stop =
  (deed: SessionDeed): Handler =>
  async (pressed) => {
    const read = readSessionValue(pressed.value);
    if (read === null) return refuse(pressed, { code: 'press-unknown' });
    const { deps, by, trigger } = pressed;
    const press = { inquiry: read.shownBy as InquiryId, deed, mark: read.mark, by, delivery: trigger };
    const refusal = await haveEnded(deps, press);
    return refusal === null ? pressed.ack() : refuse(pressed, refusal);
  };

/** Cancels what a session does that holds others up: only for the right `operate`. */
export const cancelStatement = stop('cancel');

/** Ends a session that holds others up, or is idle in a transaction: only for the right `operate`. */
export const endSession = stop('end');
