import type { RunId } from '../../domain/ids.ts';
import type { Run } from '../../domain/run.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import { refuse } from '../exchange.ts';
import { openLosses } from '../open-losses.ts';
import { requestDev } from '../request-dev.ts';
import type { Handler, Pressed } from './action.ts';

/** Asks anew for what a run was for. What a reset or a push destroys is listed, and the name typed, each time. */
export const askAgain: Handler = async (pressed) => {
  const run = await pressed.deps.store.run(pressed.value as RunId);
  const known = run !== null && findEnvironment(pressed.deps, run.environment) !== null;
  return known ? again(pressed, run) : refuse(pressed, { code: 'press-unknown' });
};

async function again(pressed: Pressed, { environment, purpose, steps }: Run): Promise<void> {
  if (purpose.kind === 'reset' || purpose.kind === 'push') return openLosses(pressed, environment, purpose.kind);
  if (purpose.kind !== 'dev') return refuse(pressed, { code: 'press-unknown' });
  // What was made before stays pending: it is applied, and not made twice.
  const made = steps.some(({ name, state }) => name === 'create' && state.kind === 'done');
  return requestDev(pressed, environment, made ? null : purpose.name);
}
