import { cancelRun } from '../../usecases/press-card.ts';
import { settle } from '../exchange.ts';
import { type Handler, onRun } from './action.ts';

/** Stops a run or closes a request. */
export const cancel: Handler = async (pressed) => settle(pressed, await cancelRun(pressed.deps, onRun(pressed)));
