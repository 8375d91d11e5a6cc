import { openLosses } from '../open-losses.ts';
import { environmentMeant, type Handler } from './command.ts';

/** Opens the dialog that lists what a reset destroys. */
export const reset: Handler<'reset'> = async (asked) => {
  const environment = await environmentMeant(asked, asked.command.environment);
  if (environment !== null) await openLosses(asked, environment, 'reset');
};
