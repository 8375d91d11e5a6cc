import { lockBroken } from '../../render/lock-broken.ts';
import { breakHostLock } from '../../usecases/break-host-lock.ts';
import { refuse } from '../exchange.ts';
import { environmentOf, type Handler } from './action.ts';

/** Removes the host's lock: only for the right `destroy`. */
export const breakLock: Handler = async (pressed) => {
  const environment = environmentOf(pressed);
  if (environment === null) return refuse(pressed, { code: 'press-unknown' });
  const refusal = await breakHostLock(pressed.deps, { environment, by: pressed.by, delivery: pressed.trigger });
  return refusal === null ? pressed.tell(lockBroken(environment)) : refuse(pressed, refusal);
};
