import { reviewEmergency as reviewIt } from '../../usecases/press-card.ts';
import { settle } from '../exchange.ts';
import { type Handler, onRun } from './action.ts';

/** Somebody looked at what was done in an emergency. */
export const reviewEmergency: Handler = async (pressed) =>
  settle(pressed, await reviewIt(pressed.deps, onRun(pressed)));
