import { describe, expect, test } from 'vitest';
import { stepEnded } from '../../../../src/domain/decide/execution.ts';
import type { Run, Step, StepName } from '../../../../src/domain/run.ts';
import type { StepResult } from '../../../../src/domain/step-result.ts';
import { aTrouble, noon, proceeding, running, situation, stepsAt, waitingRun } from '../samples.ts';

const restoring = (step: StepName, steps: readonly Step[] = stepsAt(step, false, 'restore')): Run =>
  waitingRun({
    purpose: { kind: 'restore', backup: { path: 'b.dump', bytes: 1, modifiedAt: noon }, known: null },
    state: running,
    steps,
  });
const failed: StepResult = { kind: 'failed', trouble: aTrouble, exitCode: 1 };
const well: StepResult = { kind: 'done', summary: 'well', exitCode: 0 };

const ends = (run: Run, step: StepName, result: StepResult): Run =>
  proceeding(stepEnded(run, { token: 1, step, result }, situation())).run;
const left = ({ steps }: Run) => steps.filter(({ state }) => state.kind === 'pending').map(({ name }) => name);

describe('a restore that fails', () => {
  test.each<[StepName, StepResult]>([
    ['stop', failed],
    ['safety-backup', failed],
    ['restore', { ...failed, unchanged: true }],
  ])('at %s, before anything changed, starts the service again', (step, result) => {
    const back = ends(restoring(step), step, result);
    expect(back.state.kind).toBe('running');
    expect(left(back)).toEqual(['start', 'health']);
    const started = ends(back, 'start', well);
    expect(ends(started, 'health', well).state).toMatchObject({
      ending: { kind: 'failed', step, trouble: aTrouble },
    });
  });

  test.each<StepName>(['preflight', 'restore', 'verify-restore'])('at %s leaves the service as it is', (step) => {
    expect(ends(restoring(step), step, failed).state).toMatchObject({ ending: { kind: 'failed', step } });
  });

  test('where no service was stopped ends at once', () => {
    const steps = stepsAt('safety-backup', false, 'restore').map(
      (step): Step => (step.name === 'stop' ? { name: 'stop', state: { kind: 'skipped', why: 'none' } } : step),
    );
    expect(ends(restoring('safety-backup', steps), 'safety-backup', failed).state.kind).toBe('ended');
  });

  test('names its first failure where the service does not start again either', () => {
    const back = ends(restoring('safety-backup'), 'safety-backup', failed);
    expect(ends(back, 'start', failed).state).toMatchObject({ ending: { kind: 'failed', step: 'safety-backup' } });
  });
});
