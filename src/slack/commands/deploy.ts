import { requestDeploy } from '../request-deploy.ts';
import { environmentMeant, type Handler } from './command.ts';

/** Opens a request with its card in the environment's own channel; with a reason, one that waits for nobody. */
export const deploy: Handler<'deploy'> = async (asked) => {
  const environment = await environmentMeant(asked, asked.command.environment);
  const { emergency } = asked.command;
  if (environment !== null) await requestDeploy(asked, environment, emergency);
};
