import { skipWindow } from '../../usecases/press-card.ts';
import { settle } from '../exchange.ts';
import { type Handler, onRun } from './action.ts';

/** No window is needed. */
export const windowNotNeeded: Handler = async (pressed) =>
  settle(pressed, await skipWindow(pressed.deps, onRun(pressed)));
