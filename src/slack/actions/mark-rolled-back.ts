import { openResolve } from '../open-resolve.ts';
import type { Handler } from './action.ts';

/** Opens the modal in which a migration is asked to be recorded as rolled back. */
export const markRolledBack: Handler = (pressed) => openResolve(pressed, 'rolled-back');
