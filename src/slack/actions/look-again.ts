import { lookAgain as lookAgainRun } from '../../usecases/press-card.ts';
import { settle } from '../exchange.ts';
import { type Handler, onRun } from './action.ts';

/** Decides an unknown outcome from the host and the history. */
export const lookAgain: Handler = async (pressed) => settle(pressed, await lookAgainRun(pressed.deps, onRun(pressed)));
