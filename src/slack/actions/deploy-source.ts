import type { RunId } from '../../domain/ids.ts';
import { refuse } from '../exchange.ts';
import { requestDeploy } from '../request-deploy.ts';
import type { Handler } from './action.ts';

/** Asks for a deploy to the environment that this one promotes from. */
export const deploySource: Handler = async (pressed) => {
  const run = await pressed.deps.store.run(pressed.value as RunId);
  const source = pressed.deps.configuration.environments.find(({ id }) => id === run?.environment)?.policy.promotesFrom;
  if (source === undefined || source === null) return refuse(pressed, { code: 'press-unknown' });
  await requestDeploy(pressed, source);
};
