import { refuse } from '../exchange.ts';
import { openRestore } from '../open-restore.ts';
import { environmentOf, type Handler } from './action.ts';

/** Opens the modal in which a backup is chosen. */
export const restore: Handler = async (pressed) => {
  const environment = environmentOf(pressed);
  if (environment === null) return refuse(pressed, { code: 'press-unknown' });
  await openRestore(pressed, environment);
};
