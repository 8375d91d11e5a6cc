import { requestRun } from '../../usecases/request-run.ts';
import { settle } from '../exchange.ts';
import { tellElsewhere } from '../tell-elsewhere.ts';
import { environmentMeant, type Handler } from './command.ts';

/** Makes a migration of what the schema has and the database has not, and applies it; without a name, what is pending. */
export const dev: Handler<'dev'> = async (asked) => {
  const { deps, by, trigger, command } = asked;
  const environment = await environmentMeant(asked, command.environment);
  if (environment === null) return;
  const purpose = { kind: 'dev' as const, name: command.migration };
  const changed = await requestRun(deps, { environment, purpose, by, delivery: trigger });
  await settle(asked, changed);
  await tellElsewhere(asked, changed);
};
