import { describe, expect, it } from 'vitest';
import { cancel } from '../../../../src/domain/decide/cancel.ts';
import type { Run } from '../../../../src/domain/run.ts';
import { trouble } from '../../../../src/domain/trouble.ts';
import {
  actionsOf,
  ana,
  ben,
  dan,
  jobsOf,
  noon,
  oneOfEach,
  proceeding,
  refusalOf,
  running,
  runningRun,
  situation,
  stepsAt,
  unknown,
  waitingRun,
} from '../samples.ts';

const resume = { startedAt: noon, token: 3, cancelling: null };
const file = { path: 'b.dump', bytes: 1, modifiedAt: noon };
const restoring = (step: 'preflight' | 'stop' | 'restore' | 'start'): Run =>
  waitingRun({
    purpose: { kind: 'restore', backup: file, known: null },
    state: running,
    steps: stepsAt(step, false, 'restore'),
  });

describe('cancel', () => {
  it.each([
    ['preparing', waitingRun({ plan: null, state: { kind: 'preparing' } })],
    ['waiting', waitingRun()],
    ['queued', waitingRun({ state: { kind: 'queued', since: noon, resume: null } })],
  ])('ends a run at once that is %s', (_, run) => {
    const { run: ended, effects } = proceeding(cancel(run, ana, situation()));
    expect(ended.state).toEqual({
      kind: 'ended',
      ending: { kind: 'cancelled', by: ana, duringStep: null },
      startedAt: null,
      endedAt: noon,
    });
    expect(jobsOf(effects)).toEqual([]);
  });

  it.each(['preflight', 'backup', 'verify-backup', 'deploy'] as const)(
    'marks a run that is in its step %s, and interrupts it',
    (step) => {
      const decision = proceeding(cancel(runningRun(step), dan, situation()));
      expect(decision.run.state).toEqual({ ...running, cancelling: dan });
      expect(jobsOf(decision.effects)).toEqual(['interrupt-run']);
    },
  );

  it('marks a run that waits for another worker', () => {
    const run = runningRun('deploy', { state: { kind: 'queued', since: noon, resume } });
    expect(proceeding(cancel(run, ana, situation())).run.state).toEqual({
      kind: 'queued',
      since: noon,
      resume: { ...resume, cancelling: ana },
    });
  });

  it.each([
    runningRun('verify'),
    runningRun('health'),
    runningRun('notify'),
    restoring('stop'),
    restoring('restore'),
    restoring('start'),
  ])('promises nothing that it cannot hold: a change that has begun goes on to its end', (run) => {
    expect(refusalOf(cancel(run, ana, situation()))).toBe('cannot-cancel');
  });

  it('stops a restore before the service is stopped', () => {
    expect(cancel(restoring('preflight'), ana, situation()).kind).toBe('proceed');
  });

  it('answers the second press', () => {
    const run = runningRun('deploy', { state: { ...running, cancelling: ana } });
    expect(refusalOf(cancel(run, ana, situation()))).toBe('cannot-cancel');
  });

  it('knows nothing better of an unknown outcome than to look again', () => {
    const unknown = oneOfEach().find(({ state }) => state.kind === 'outcome-unknown');
    expect(unknown && refusalOf(cancel(unknown, ana, situation()))).toBe('cannot-cancel');
  });

  it('is for whoever asked, without any right, and for those who may operate', () => {
    const rights = { read: [], request: [], approve: [], operate: [], destroy: [], emergency: [] };
    const nobody = situation({
      environment: { ...situation().environment, policy: { ...situation().environment.policy, rights } },
    });
    expect(cancel(waitingRun(), ana, nobody).kind).toBe('proceed');
    expect(refusalOf(cancel(waitingRun(), dan, nobody))).toBe('right-missing');
    expect(cancel(waitingRun(), dan, situation()).kind).toBe('proceed');
    expect(refusalOf(cancel(waitingRun(), ben, situation()))).toBe('right-missing');
  });

  it('leaves an ended run as it is, and says how it ended', () => {
    const run = waitingRun({ state: { kind: 'ended', ending: { kind: 'succeeded' }, startedAt: noon, endedAt: noon } });
    expect(cancel(run, ana, situation())).toMatchObject({ refusal: { code: 'run-ended', how: 'succeeded' } });
  });

  it('gives up an unknown outcome only where the host has no trace that could be looked at', () => {
    const lost = waitingRun({ state: unknown });
    expect(refusalOf(cancel(lost, ana, situation()))).toBe('cannot-cancel');
    const why = trouble('trace-missing', 'No trace is left.');
    const traceless = waitingRun({ state: { ...unknown, trouble: why } });
    const { run, effects } = proceeding(cancel(traceless, ana, situation()));
    expect(run.state).toMatchObject({ ending: { kind: 'failed', step: 'deploy', trouble: why } });
    expect(actionsOf(effects)).toContain('run.given-up');
    expect(refusalOf(cancel(traceless, ben, situation()))).toBe('right-missing');
  });
});
