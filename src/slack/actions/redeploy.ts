import { refuse } from '../exchange.ts';
import { requestDeploy } from '../request-deploy.ts';
import { environmentOf, type Handler } from './action.ts';

/** Asks for a deploy from a status card, or anew after one that ended. */
export const redeploy: Handler = async (pressed) => {
  const environment = environmentOf(pressed);
  if (environment === null) return refuse(pressed, { code: 'press-unknown' });
  await requestDeploy(pressed, environment);
};
