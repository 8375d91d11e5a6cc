import type { Decision } from '../decision.ts';
import { mayStopAt, type Run, type StepName } from '../run.ts';
import type { Situation } from '../situation.ts';
import { ended } from './ending.ts';
import { holds } from './execution.ts';
import { leave } from './outcome.ts';

/**
 * Somebody pressed *Cancel* while a step waits for a host that is away: the run ends there. Not once anything of the step
 * is begun, which may go on.
 */
export function leftOut(run: Run, at: { token: number; step: StepName }, situation: Situation): Decision {
  if (!holds(run, at.token) || run.state.cancelling === null || !mayStopAt(at.step)) return leave;
  const state = run.steps.find(({ name }) => name === at.step)?.state;
  if (state?.kind === 'running' && state.begun) return leave;
  return ended(run, { kind: 'cancelled', by: run.state.cancelling, duringStep: at.step }, situation);
}
