import { describe, expect, it } from 'vitest';
import { ended, startOf } from '../../../../src/domain/decide/ending.ts';
import { notWaiting } from '../../../../src/domain/decide/standing.ts';
import type { Ending, Run } from '../../../../src/domain/run.ts';
import {
  actionsOf,
  ana,
  approvedBy,
  aTrouble,
  ben,
  cleo,
  drawnOf,
  noon,
  oneOfEach,
  proceeding,
  recalledBy,
  runningRun,
  situation,
  under,
  waitingRun,
} from '../samples.ts';

const endings: readonly [Ending, string][] = [
  [{ kind: 'succeeded' }, 'succeeded'],
  [{ kind: 'failed', step: 'deploy', trouble: aTrouble }, 'failed'],
  [{ kind: 'cancelled', by: ana, duringStep: null }, 'cancelled'],
  [{ kind: 'rejected', by: ben, reason: null }, 'cancelled'],
  [{ kind: 'expired' }, 'cancelled'],
];
const toldOf = (run: Run, ending: Ending, at = situation()) =>
  drawnOf(proceeding(ended(run, ending, at)).effects).flatMap((one) =>
    one.kind === 'announcement' ? [one.moment] : [],
  );

describe('an end', () => {
  it.each(endings)('%o is recorded, shown on the card and told to the requester', (ending) => {
    const { run, effects, wakeAt } = proceeding(ended(waitingRun(), ending, situation()));
    expect(run.state).toEqual({ kind: 'ended', ending, startedAt: null, endedAt: noon });
    expect(actionsOf(effects)).toEqual([`run.${ending.kind}`]);
    expect(drawnOf(effects).map(({ kind }) => kind)).toEqual(['run-card', 'outcome']);
    expect(wakeAt).toBeNull();
  });

  it.each(endings)('%o is told to a team that knew of the run', (ending, moment) => {
    expect(toldOf(runningRun('deploy'), ending)).toEqual([moment]);
    const announced = waitingRun({ checklist: { ...waitingRun().checklist, notify: { by: ana, at: noon } } });
    expect(toldOf(announced, ending)).toEqual([moment]);
    expect(toldOf(waitingRun(), ending)).toEqual([]);
    expect(toldOf(runningRun('deploy'), ending, under({ announce: [] }))).toEqual([]);
  });

  it('of a backup is no news for the team', () => {
    const backup = runningRun('backup', { purpose: { kind: 'backup', label: 'x', forRun: null } });
    expect(toldOf(backup, { kind: 'succeeded' })).toEqual([]);
  });
});

describe('startOf', () => {
  it('knows when the steps began, where they did', () => {
    expect(oneOfEach().map((run) => startOf(run) !== null)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('notWaiting', () => {
  it('has one reason for each state, and none while the card collects', () => {
    expect(oneOfEach().map((run) => notWaiting(run)?.code ?? null)).toEqual([
      'still-preparing',
      null,
      ...Array.from({ length: 6 }, () => 'run-started'),
      ...Array.from({ length: 2 }, () => 'run-ended'),
    ]);
  });
  it('names whoever ended it', () => {
    const state = {
      kind: 'ended' as const,
      ending: { kind: 'rejected' as const, by: ben, reason: null },
      startedAt: null,
      endedAt: noon,
    };
    expect(notWaiting(waitingRun({ state }))).toMatchObject({ how: 'rejected', by: ben, at: noon });
  });

  it('takes back calls for approval that still ask, and only those', () => {
    const recalled = (run: Run) => recalledBy(proceeding(ended(run, { kind: 'expired' }, situation())).effects);
    expect(recalled(waitingRun({ approvals: approvedBy(ben) }))).toEqual(['everybody']);
    expect(recalled(waitingRun({ approvals: approvedBy(ben, cleo) }))).toEqual([]);
    expect(recalled(runningRun('deploy'))).toEqual([]);
  });
});
