import { rightRefusal } from '../../domain/decide/right-refusal.ts';
import { situationOf } from '../../usecases/situation.ts';
import { refuse } from '../exchange.ts';
import { askAbout, environmentMeant, type Handler } from './command.ts';

/** Looks at what of a migration is in the database, and offers to record how it ended. */
export const resolve: Handler<'resolve'> = async (asked) => {
  const { deps, by, command } = asked;
  const environment = await environmentMeant(asked, command.environment);
  if (environment === null) return;
  const situation = situationOf(deps, environment, await deps.store.surroundings(environment));
  const refusal = rightRefusal('request', by, situation);
  if (refusal !== null) return refuse(asked, refusal);
  await asked.ack();
  const { migration, as } = command;
  await askAbout(asked, { kind: 'resolve', environment, migration, as });
};
