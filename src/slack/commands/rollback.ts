import { openRestore } from '../open-restore.ts';
import { environmentMeant, type Handler } from './command.ts';

/** Opens the modal in which a backup is chosen. */
export const rollback: Handler<'rollback'> = async (asked) => {
  const environment = await environmentMeant(asked, asked.command.environment);
  if (environment !== null) await openRestore(asked, environment);
};
