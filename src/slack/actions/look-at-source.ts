import { lookOnceMore } from '../../usecases/press-card.ts';
import { settle } from '../exchange.ts';
import { type Handler, onRun } from './action.ts';

/** Compares the pending files once more with the environment that this one promotes from. */
export const lookAtSource: Handler = async (pressed) =>
  settle(pressed, await lookOnceMore(pressed.deps, onRun(pressed)));
