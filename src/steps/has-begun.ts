import type { StepName } from '../domain/run.ts';
import type { StepContext } from './step.ts';

/** Whether the detached work of this step was begun, by this worker or an earlier one: then it is only followed. */
export const hasBegun = ({ run }: Pick<StepContext, 'run'>, step: StepName): boolean =>
  run.steps.some(({ name, state }) => name === step && state.kind === 'running' && state.begun);
