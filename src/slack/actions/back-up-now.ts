import { backUpNow as backUpNowRun } from '../../usecases/back-up-now.ts';
import { settle } from '../exchange.ts';
import { type Handler, onRun } from './action.ts';

/** Takes the backup of the checklist now. */
export const backUpNow: Handler = async (pressed) => settle(pressed, await backUpNowRun(pressed.deps, onRun(pressed)));
