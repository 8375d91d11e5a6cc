import { freezeLifted } from '../../render/freeze-note.ts';
import { liftFreeze } from '../../usecases/freeze-environment.ts';
import { refuse } from '../exchange.ts';
import { environmentMeant, type Handler } from './command.ts';

/** Lifts a freeze; what it held back may start. */
export const unfreeze: Handler<'unfreeze'> = async (asked) => {
  const { deps, by, trigger, command } = asked;
  const environment = await environmentMeant(asked, command.environment);
  if (environment === null) return;
  const lifted = await liftFreeze(deps, { environment, by, delivery: trigger });
  if (lifted.kind === 'refused') return refuse(asked, lifted.refusal);
  if (lifted.kind === 'repeated') return asked.ack();
  await asked.tellAll(freezeLifted(environment, by));
};
