import { requestDev } from '../request-dev.ts';
import { environmentMeant, type Handler } from './command.ts';

/** Makes a migration of what the schema has and the database has not, and applies it; without a name, what is pending. */
export const dev: Handler<'dev'> = async (asked) => {
  const environment = await environmentMeant(asked, asked.command.environment);
  if (environment !== null) await requestDev(asked, environment, asked.command.migration);
};
