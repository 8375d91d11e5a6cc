import { expect, it } from 'vitest';
import { environmentGone } from '../../../../src/domain/decide/environment-gone.ts';
import { goneEnvironment } from '../../../../src/domain/gone-environment.ts';
import type { Run } from '../../../../src/domain/run.ts';
import {
  actionsOf,
  ana,
  noon,
  proceeding,
  production,
  recalledBy,
  refusalOf,
  running,
  runningRun,
  situation,
  staging,
  stepsAt,
  unknown,
  waitingRun,
} from '../samples.ts';

const now = situation({ environment: goneEnvironment(production) });
const gone = (run: Run) => environmentGone(run, [staging], now);
const resume = { startedAt: noon, token: 3, cancelling: ana };

it.each([
  ['preparing', waitingRun({ plan: null, state: { kind: 'preparing' } })],
  ['waiting', waitingRun()],
  ['queued', waitingRun({ state: { kind: 'queued', since: noon, resume: null } })],
  ['running, but only looking', runningRun('preflight')],
  ['running a backup whose task was not begun', runningRun('backup')],
])('ends a run that is %s, with the reason', (_, run) => {
  const { run: over, effects } = proceeding(gone(run));
  expect(over.state).toMatchObject({ ending: { kind: 'failed', trouble: { code: 'environment-removed' } } });
  expect(actionsOf(effects)).toEqual(['run.failed']);
});

it('takes back the calls of a request that waits', () => {
  expect(recalledBy(proceeding(gone(waitingRun())).effects)).toEqual(['everybody']);
});

it.each([
  ['whose task was begun', runningRun('deploy', { steps: stepsAt('deploy', true) }), 'deploy'],
  ['that has deployed', runningRun('verify'), 'verify'],
  [
    'that stopped the service',
    waitingRun({ state: { kind: 'queued', since: noon, resume }, steps: stepsAt('safety-backup', false, 'restore') }),
    'safety-backup',
  ],
])('says honestly that nobody knows, of a run %s', (_, run, step) => {
  const { run: lost } = proceeding(gone(run));
  expect(lost.state).toMatchObject({ kind: 'outcome-unknown', step, trouble: { code: 'environment-removed' } });
  expect(lost.steps).toEqual(run.steps);
});

it('remembers claim and cancellation, for when the environment is there again', () => {
  const state = { kind: 'queued', since: noon, resume } as const;
  const { run } = proceeding(gone(runningRun('deploy', { state, steps: stepsAt('deploy', true) })));
  expect(run.state).toMatchObject({ startedAt: noon, token: 3, cancelling: ana });
});

it('changes nothing any more about what is unknown or has ended', () => {
  expect(refusalOf(gone(waitingRun({ state: unknown })))).toBe('unknown-environment');
  const { run: over } = proceeding(gone(runningRun('preflight', { state: running })));
  expect(refusalOf(gone(over))).toBe('run-ended');
});
