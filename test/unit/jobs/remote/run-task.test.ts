import { expect, test } from 'vitest';
import type { Run, StepState } from '../../../../src/domain/run.ts';
import { begunPart, begunTask, taskId } from '../../../../src/jobs/remote/run-task.ts';
import { noon, runningRun } from '../../domain/samples.ts';

const runWith = (memo: object | null): Run => {
  const run = runningRun('deploy');
  const state: StepState = {
    ...{ kind: 'running', startedAt: noon, progress: null, begun: memo !== null },
    memo: memo === null ? null : JSON.stringify(memo),
  };
  return { ...run, steps: run.steps.map((step) => (step.name === 'deploy' ? { name: 'deploy', state } : step)) };
};

test('a worker that takes over learns which of the tasks was begun', () => {
  const run = runningRun('deploy');
  const memoOf = (part?: string) => ({ task: taskId(run, 'deploy', part), base: 0, own: null });
  expect(begunPart(runWith(memoOf('mark-2')), 'deploy')).toBe('mark-2');
  expect(begunPart(runWith(memoOf()), 'deploy')).toBeNull();
  expect(begunPart(runWith({ base: 0, own: null }), 'deploy')).toBeNull();
  expect(begunPart(runWith(null), 'deploy')).toBeNull();
  expect(begunTask(runWith(memoOf('try-3')))).toEqual({ step: 'deploy', task: taskId(run, 'deploy', 'try-3') });
});
