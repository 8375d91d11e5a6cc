import { describe, expect, it } from 'vitest';
import { leftOut } from '../../../../src/domain/decide/left-out.ts';
import type { StepName } from '../../../../src/domain/run.ts';
import { ana, drawnOf, proceeding, running, runningRun, situation, stepsAt } from '../samples.ts';

const state = { ...running, cancelling: ana };
const left = (step: StepName, change: Parameters<typeof runningRun>[1] = {}, token = 1) =>
  leftOut(runningRun(step, { state, ...change }), { token, step }, situation());

describe('a step that waits for a host that is away', () => {
  it.each<StepName>(['preflight', 'backup', 'verify-backup', 'deploy'])('ends with a wish to cancel: %s', (step) => {
    const { run, effects } = proceeding(left(step));
    expect(run.state).toMatchObject({ ending: { kind: 'cancelled', by: ana, duringStep: step } });
    expect(drawnOf(effects)).not.toEqual([]);
  });

  it('goes on without that wish, once its task may be at work, and where what was changed must still be proved', () => {
    expect(left('deploy', { state: running }).kind).toBe('leave');
    expect(left('deploy', { steps: stepsAt('deploy', true) }).kind).toBe('leave');
    expect(left('verify').kind).toBe('leave');
    expect(left('preflight', {}, 2).kind).toBe('leave');
  });
});
