import { expect, test } from 'vitest';
import type { Run, StepState } from '../../../../src/domain/run.ts';
import { begunPart, begunTask, taskId } from '../../../../src/jobs/remote/run-task.ts';
import { noon, runningRun } from '../../domain/samples.ts';

const runWith = (memo: object | null, begun = memo !== null): Run => {
  const run = runningRun('deploy');
  const state: StepState = {
    ...{ kind: 'running', startedAt: noon, progress: null, begun },
    memo: memo === null ? null : JSON.stringify(memo),
  };
  return { ...run, steps: run.steps.map((step) => (step.name === 'deploy' ? { name: 'deploy', state } : step)) };
};

test('a worker that takes over learns which of the tasks was begun', () => {
  const run = runningRun('deploy');
  const memoOf = (part?: string) => ({ task: taskId(run, 'deploy', part), base: 0, own: 'mine' });
  expect(begunPart(runWith(memoOf('mark-2')), 'deploy')).toEqual({ part: 'mark-2', memo: 'mine' });
  expect(begunPart(runWith(memoOf()), 'deploy')).toBeNull();
  expect(begunPart(runWith({ base: 0, own: null }), 'deploy')).toBeNull();
  expect(begunPart(runWith(null), 'deploy')).toBeNull();
  expect(begunTask(runWith(memoOf('try-3')))).toEqual({ step: 'deploy', task: taskId(run, 'deploy', 'try-3') });
});

test('what was marked as begun and never began is not followed, and still known', () => {
  const run = runningRun('deploy');
  const never = runWith({ task: taskId(run, 'deploy', 'try-2'), base: 0, own: null }, false);
  expect(begunTask(never)).toBeNull();
  expect(begunPart(never, 'deploy')).toEqual({ part: 'try-2', memo: null });
});
