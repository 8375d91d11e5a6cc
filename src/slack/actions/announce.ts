import { announceRun } from '../../usecases/press-card.ts';
import { settle } from '../exchange.ts';
import { type Handler, onRun } from './action.ts';

/** Tells the team that the run is coming. */
export const announce: Handler = async (pressed) => settle(pressed, await announceRun(pressed.deps, onRun(pressed)));
