import { after } from '../../lib/time.ts';
import { freezeSet } from '../../render/freeze-note.ts';
import { setFreeze } from '../../usecases/freeze-environment.ts';
import { refuse } from '../exchange.ts';
import { environmentMeant, type Handler } from './command.ts';

/** Nobody deploys to the environment meanwhile; everybody in the channel sees who said so and why. */
export const freeze: Handler<'freeze'> = async (asked) => {
  const { deps, by, trigger, command } = asked;
  const environment = await environmentMeant(asked, command.environment);
  if (environment === null) return;
  const since = deps.clock.now();
  const until = command.forMs === null ? null : after(since, command.forMs);
  const set = await setFreeze(deps, { environment, reason: command.reason, until, by, delivery: trigger });
  if (set.kind === 'refused') return refuse(asked, set.refusal);
  if (set.kind === 'repeated') return asked.ack();
  await asked.tellAll(freezeSet({ environment, reason: command.reason, by, since, until }));
};
