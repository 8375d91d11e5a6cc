import { describe, expect, it } from 'vitest';
import { mayStartService, serviceStartAsked, serviceStartEnded } from '../../../../src/domain/decide/start-service.ts';
import { type Run, stepsOf } from '../../../../src/domain/run.ts';
import { sampleBackup } from '../../../fakes/sample-backups.ts';
import { actionsOf, ana, aTrouble, dan, noon, proceeding, runningRun, situation } from '../samples.ts';

const service = { stop: ['stop'], start: ['start'], health: null };
const here = (): ReturnType<typeof situation> => {
  const present = situation();
  return { ...present, environment: { ...present.environment, service } };
};
/** A restore that stopped the service and then did not succeed. */
const stopped = (change: Partial<Run> = {}): Run =>
  runningRun('restore', {
    purpose: { kind: 'restore', backup: sampleBackup(), known: null },
    steps: stepsOf.restore.map((name) => ({
      name,
      state:
        name === 'stop'
          ? { kind: 'done', startedAt: noon, finishedAt: noon, summary: 'stopped', exitCode: 0 }
          : { kind: 'pending' },
    })),
    state: {
      kind: 'ended',
      ending: { kind: 'failed', step: 'restore', trouble: aTrouble },
      startedAt: noon,
      endedAt: noon,
    },
    ...change,
  });
const codeOf = (run: Run, by = dan, around = here()) => {
  const decision = serviceStartAsked(run, by, around);
  return decision.kind === 'refuse' ? decision.refusal.code : decision.kind;
};

describe('starting the service that a restore left stopped', () => {
  it('is given to a worker, recorded, and shown with how it ended', () => {
    const asked = proceeding(serviceStartAsked(stopped(), dan, here()));
    expect(asked.run.serviceStart).toEqual({ by: dan, at: noon, end: null });
    expect(asked.effects).toContainEqual({ kind: 'enqueue', job: { name: 'start-service', run: asked.run.id } });
    expect(actionsOf(asked.effects)).toEqual(['service.start-asked']);
    const ended = proceeding(serviceStartEnded(asked.run, { kind: 'not-started', why: 'no such service' }, here()));
    expect(actionsOf(ended.effects)).toEqual(['service.not-started']);
    expect(mayStartService(ended.run, { service })).toBe(true);
    expect(serviceStartEnded(ended.run, { kind: 'started' }, here()).kind).toBe('leave');
  });

  it('is refused to those without the right, twice, while a run is at work, and where nothing stands still', () => {
    expect(codeOf(stopped(), ana)).toBe('right-missing');
    expect(codeOf(stopped({ serviceStart: { by: ana, at: noon, end: null } }))).toBe('already-settled');
    expect(codeOf(stopped({ serviceStart: { by: ana, at: noon, end: { kind: 'started' } } }))).toBe('already-settled');
    expect(codeOf(stopped(), dan, { ...here(), executing: 'r2' as Run['id'] })).toBe('environment-busy');
    expect(codeOf(stopped({ steps: [] }))).toBe('nothing-to-do');
    expect(codeOf(stopped(), dan, situation())).toBe('nothing-to-do');
  });
});
