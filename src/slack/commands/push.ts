import { openLosses } from '../open-losses.ts';
import { environmentMeant, type Handler } from './command.ts';

/** Opens the dialog that lists what a push destroys. */
export const push: Handler<'push'> = async (asked) => {
  const environment = await environmentMeant(asked, asked.command.environment);
  if (environment !== null) await openLosses(asked, environment, 'push');
};
