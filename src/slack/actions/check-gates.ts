import { lookOnceMore } from '../../usecases/press-card.ts';
import { settle } from '../exchange.ts';
import { type Handler, onRun } from './action.ts';

/** Looks at files, history and database of a waiting run once more: somebody has followed a way out. */
export const checkGates: Handler = async (pressed) => settle(pressed, await lookOnceMore(pressed.deps, onRun(pressed)));
