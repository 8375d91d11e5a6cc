import { startService as haveStarted } from '../../usecases/press-card.ts';
import { settle } from '../exchange.ts';
import { type Handler, onRun } from './action.ts';

/** Starts the service that a failed restore left stopped: only for the right `operate`. */
export const startService: Handler = async (pressed) =>
  settle(pressed, await haveStarted(pressed.deps, onRun(pressed)));
