import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../../src/domain/backup.ts';
import {
  becameUnknown,
  claim,
  holds,
  lookedAgain,
  neverBegan,
  receiptChanged,
  released,
  stepEnded,
  stepRunning,
} from '../../../../src/domain/decide/execution.ts';
import { settle } from '../../../../src/domain/decide/settle.ts';
import type { Sha256 } from '../../../../src/domain/ids.ts';
import { type Run, type StepState, stepNames } from '../../../../src/domain/run.ts';
import type { StepResult } from '../../../../src/domain/step-result.ts';
import { type TroubleCode, trouble } from '../../../../src/domain/trouble.ts';
import {
  actionsOf,
  ana,
  approvedBy,
  aTrouble,
  ben,
  calledBy,
  cleo,
  dan,
  drawnOf,
  hour,
  jobsOf,
  later,
  noon,
  oneOfEach,
  otherReceipt,
  otherRun,
  plan,
  policy,
  proceeding,
  production,
  running,
  runningRun,
  situation,
  staging,
  stepsAt,
  teamChannel,
  under,
  waitingRun,
  weeknights,
} from '../samples.ts';

const queued = (change: Partial<Run> = {}): Run =>
  waitingRun({ state: { kind: 'queued', since: noon, resume: null }, approvals: approvedBy(ben, cleo), ...change });
const resumed = (cancelling: typeof ana | null): Run =>
  runningRun('deploy', { state: { kind: 'queued', since: noon, resume: { startedAt: noon, token: 4, cancelling } } });
const freeze = { environment: production, reason: 'audit', by: dan, since: noon, until: null };
const well: StepResult = { kind: 'done', summary: 'well', exitCode: 0 };
const failing = (code: TroubleCode): StepResult => ({
  kind: 'failed',
  trouble: trouble(code, 'It went wrong.'),
  exitCode: 1,
});

describe('claim', () => {
  it('takes a queued run with the first token, and tells the team', () => {
    const { run, effects } = proceeding(claim(queued(), 'w1', situation()));
    expect(run.state).toEqual(running);
    expect(actionsOf(effects)).toEqual(['run.started']);
    expect(drawnOf(effects)).toContainEqual({
      kind: 'announcement',
      run: run.id,
      channel: teamChannel,
      moment: 'started',
    });
  });

  it('announces no backup', () => {
    const backup = queued({ purpose: { kind: 'backup', label: 'x', forRun: null }, plan: null });
    expect(drawnOf(proceeding(claim(backup, 'w1', situation())).effects).map(({ kind }) => kind)).toEqual(['run-card']);
  });

  it('starts nothing for somebody who lost the right, where nobody else had to approve', () => {
    const open = { approvals: null, protected: false, allow: ['push' as const] };
    const asked = (change: Partial<Run> = {}) => queued({ approvals: [], ...change });
    const held = under(open);
    const lost = under({ ...open, rights: { ...policy().rights, request: [ben], destroy: [ben] } });
    const left = { ...held, people: { ...held.people, isFullMember: () => false } };
    expect(proceeding(claim(asked(), 'w', held)).run.state.kind).toBe('running');
    for (const situation of [lost, left]) {
      const { run, effects } = proceeding(claim(asked(), 'w', situation));
      expect(run.state).toMatchObject({ kind: 'ended', ending: { kind: 'failed', trouble: { code: 'right-lost' } } });
      expect(jobsOf(effects)).not.toContain('execute-run');
    }
    const backup = asked({ purpose: { kind: 'backup', label: '', forRun: null } });
    expect(proceeding(claim(backup, 'w', lost)).run.state.kind).toBe('ended');
    const push = asked({ purpose: { kind: 'push', warnings: [], forceReset: false } });
    expect(proceeding(claim(push, 'w', held)).run.state).toMatchObject({ ending: { trouble: { code: 'right-lost' } } });
    // Two people approved: they stand for it. What was begun goes on.
    const approved = under({ rights: { ...policy().rights, request: [ben] } });
    expect(proceeding(claim(queued(), 'w', approved)).run.state.kind).toBe('running');
    expect(proceeding(claim(resumed(null), 'w', lost)).run.state.kind).toBe('running');
  });

  it('is taken once: the second worker finds nothing', () => {
    const first = proceeding(claim(queued(), 'w1', situation())).run;
    expect(claim(first, 'w2', situation()).kind).toBe('leave');
  });

  it('sends a run back to its card when an approver was removed, and asks those who are left', () => {
    const at = under({ rights: { ...policy().rights, approve: [cleo, dan] } }, { now: later(hour) });
    const { run, effects } = proceeding(claim(queued(), 'w1', at));
    expect(run.state).toEqual({
      kind: 'waiting',
      expiresAt: later(5 * hour),
      remindAt: later(2 * hour),
      reminder: 'none',
      voided: ['only 1 of 2 approvals still count: somebody lost the right to approve, or left the workspace'],
    });
    expect(calledBy(effects)).toEqual([`${dan} asked`]);
    expect(actionsOf(effects)).toEqual(['run.sent-back']);
  });

  it.each([
    ['frozen meanwhile', situation({ freeze })],
    ['outside of the windows meanwhile', under({ windows: [weeknights] })],
    ['beside another run', situation({ executing: otherRun })],
    ['with a row that is open by the rules of now', under({ checklist: ['review'] })],
  ])('sends a run back that is %s, whose approvals still count', (_, at) => {
    const { run, effects } = proceeding(claim(queued(), 'w1', at));
    expect(run.state).toMatchObject({ kind: 'waiting', expiresAt: null, voided: [] });
    expect(run.approvals).toHaveLength(2);
    expect(jobsOf(effects)).toEqual([]);
    expect(calledBy(effects)).toEqual([]);
  });

  it('does not spin on a picked time that passed, also where the row is no longer configured', () => {
    const window = { kind: 'picked' as const, by: ana, at: noon, opensAt: noon, closesAt: later(hour) };
    const run = queued({ checklist: { ...waitingRun().checklist, window } });
    const back = proceeding(claim(run, 'w1', situation({ now: later(hour) })));
    expect(back.run.state.kind).toBe('waiting');
    expect(jobsOf(back.effects)).toEqual([]);
  });

  it('takes up what another worker left, with a higher token and without asking anybody again', () => {
    const { run, effects } = proceeding(claim(resumed(null), 'w2', situation({ freeze })));
    expect(run.state).toEqual({ ...running, worker: 'w2', token: 5 });
    expect(run.steps).toEqual(resumed(null).steps);
    expect(jobsOf(effects)).toEqual([]);
    expect(actionsOf(effects)).toEqual(['run.taken-over']);
  });

  it('carries out a cancel that was asked for while nobody held the run', () => {
    const { run, effects } = proceeding(claim(resumed(ana), 'w2', situation()));
    expect(run.state).toMatchObject({ cancelling: ana });
    expect(jobsOf(effects)).toEqual(['interrupt-run']);
  });
});

describe('steps', () => {
  const at = { token: 1, step: 'backup' as const, now: later(5), progress: '1 of 2', begun: false, memo: null };

  it('begin once, and keep their start, mark and memo when they are taken up', () => {
    const first = proceeding(stepRunning(runningRun('preflight'), { ...at, begun: true, memo: 'm' })).run;
    const again = proceeding(stepRunning(first, { ...at, now: later(9), progress: null })).run;
    expect(again.steps[1]).toEqual({
      name: 'backup',
      state: { kind: 'running', startedAt: later(5), progress: null, begun: true, memo: 'm' },
    });
  });

  it('have a row for each of their tasks, and none for following one', () => {
    const rowsOf = ({ effects }: ReturnType<typeof proceeding>) =>
      effects.flatMap((effect) => (effect.kind === 'record' ? [effect.entry.detail] : []));
    const begin = { ...at, begun: true };
    const first = proceeding(stepRunning(runningRun('preflight'), { ...begin, memo: '1' }));
    const mark = proceeding(stepRunning(first.run, { ...begin, memo: '2', part: 'mark-1' }));
    expect([first, mark].map(rowsOf)).toEqual([
      [{ step: 'backup', token: 1 }],
      [{ step: 'backup', token: 1, part: 'mark-1' }],
    ]);
    expect(rowsOf(proceeding(stepRunning(mark.run, { ...begin, memo: null })))).toEqual([]);
    expect(rowsOf(proceeding(stepRunning(mark.run, { ...begin, memo: '2' })))).toEqual([]);
  });

  it('end with their times and what they said', () => {
    const { run } = proceeding(
      stepEnded(runningRun('backup'), { token: 1, step: 'backup', result: well }, situation({ now: later(9) })),
    );
    expect(run.steps[1]?.state).toEqual({
      kind: 'done',
      startedAt: noon,
      finishedAt: later(9),
      summary: 'well',
      exitCode: 0,
    });
    expect(run.state.kind).toBe('running');
  });

  it('keep the backup that one of them made', () => {
    const backup = { path: 'b.dump' } as Backup;
    const result: StepResult = { ...well, backup };
    const made = proceeding(stepEnded(runningRun('backup'), { token: 1, step: 'backup', result }, situation())).run;
    expect(made.backup).toBe(backup);
    const next = { ...made, steps: stepsAt('verify-backup') };
    expect(proceeding(stepEnded(next, { token: 1, step: 'verify-backup', result: well }, situation())).run.backup).toBe(
      backup,
    );
  });

  it('succeed the run with the last of them, and tell the requester and the team', () => {
    const { run, effects } = proceeding(
      stepEnded(
        runningRun('notify'),
        { token: 1, step: 'notify', result: { kind: 'skipped', why: 'nobody' } },
        situation(),
      ),
    );
    expect(run.state).toEqual({ kind: 'ended', ending: { kind: 'succeeded' }, startedAt: noon, endedAt: noon });
    expect(drawnOf(effects).map((one) => (one.kind === 'announcement' ? one.moment : one.kind))).toEqual([
      'run-card',
      'outcome',
      'succeeded',
    ]);
  });

  it('fail the run with the first failure', () => {
    const { run } = proceeding(
      stepEnded(runningRun('backup'), { token: 1, step: 'backup', result: failing('disk-full') }, situation()),
    );
    expect(run.state).toMatchObject({ ending: { kind: 'failed', step: 'backup', trouble: { code: 'disk-full' } } });
    expect(run.steps.at(-1)?.state.kind).toBe('pending');
  });

  it.each(['host-unreachable', 'connection-lost', 'login-refused', 'host-key-mismatch', 'trace-missing'] as const)(
    'are of unknown outcome, not failed, when %s hides a task that was begun',
    (code) => {
      const begun = runningRun('deploy', { steps: stepsAt('deploy', true) });
      const { run } = proceeding(stepEnded(begun, { token: 1, step: 'deploy', result: failing(code) }, situation()));
      expect(run.state).toMatchObject({ kind: 'outcome-unknown', step: 'deploy', token: 1, trouble: { code } });
      expect(run.steps).toEqual(begun.steps);
      const idle = runningRun('deploy');
      expect(
        proceeding(stepEnded(idle, { token: 1, step: 'deploy', result: failing(code) }, situation())).run.state.kind,
      ).toBe('ended');
    },
  );
});

describe('a wish to cancel', () => {
  const cancelling = { ...running, cancelling: ana };
  const ending = (step: 'backup' | 'deploy' | 'health', result: StepResult) =>
    proceeding(stepEnded(runningRun(step, { state: cancelling }), { token: 1, step, result }, situation())).run.state;

  it('stops after a step that changed nothing', () => {
    expect(ending('backup', well)).toMatchObject({ ending: { kind: 'cancelled', by: ana, duringStep: 'backup' } });
  });
  it('stops with such a step, however its script took the signal', () => {
    expect(ending('backup', failing('backup-failed'))).toMatchObject({ ending: { kind: 'cancelled' } });
  });
  it('is how an interrupted deploy ended, and not how a mistaken one did', () => {
    expect(ending('deploy', failing('signalled'))).toMatchObject({
      ending: { kind: 'cancelled', duringStep: 'deploy' },
    });
    expect(ending('deploy', failing('migration-failed'))).toMatchObject({ ending: { kind: 'failed' } });
  });
  it('comes too late for a deploy that is done: the run goes on to its end', () => {
    expect(ending('deploy', well).kind).toBe('running');
  });
  it('outlives the worker', () => {
    const { run } = proceeding(released(runningRun('deploy', { state: cancelling }), 1, noon));
    expect(run.state).toMatchObject({ resume: { cancelling: ana } });
  });
});

describe('a changed receipt', () => {
  const promotion = { from: staging, lookedAt: noon, proved: ['20261101_add_total'], unproved: [], trouble: null };
  const found = plan({ receipt: otherReceipt, promotion });
  const run = runningRun('deploy', {
    plan: plan({ promotion }),
    checklist: { ...waitingRun().checklist, review: { by: ben, at: noon, receipt: plan().receipt } },
  });
  const decision = proceeding(
    receiptChanged(run, { token: 1, plan: found, changes: ['a was changed'] }, under({ checklist: ['staging'] })),
  );

  it('brings the run back to its card with nothing begun, and names what changed', () => {
    expect(decision.run.state).toMatchObject({ kind: 'waiting', voided: ['a was changed'] });
    expect(decision.run.steps.every(({ state }) => state.kind === 'pending')).toBe(true);
  });
  it('drops the approvals and the review, and asks anew', () => {
    expect(decision.run.approvals).toEqual([]);
    expect(decision.run.checklist.review).toBeNull();
    expect(actionsOf(decision.effects)).toEqual(['approvals.voided']);
    expect(calledBy(decision.effects)).toEqual([`${ben} asked`, `${cleo} asked`, `${dan} asked`]);
  });
  it('does not take the proof of the old files for one of the new', () => {
    expect(decision.run.plan).toEqual({ ...found, promotion: null });
    expect(jobsOf(decision.effects)).toEqual(['prepare-run']);
  });
  it('ends a deploy of which nothing is left', () => {
    const empty = plan({ receipt: otherReceipt, pending: [] });
    const { run: ended } = proceeding(receiptChanged(run, { token: 1, plan: empty, changes: ['gone'] }, situation()));
    expect(ended.state).toMatchObject({ ending: { kind: 'failed', trouble: { code: 'nothing-pending' } } });
  });
  it('ends a run that somebody cancels', () => {
    const cancelled = { ...run, state: { ...running, cancelling: dan } };
    const { run: ended } = proceeding(receiptChanged(cancelled, { token: 1, plan: found, changes: [] }, situation()));
    expect(ended.state).toMatchObject({ ending: { kind: 'cancelled', by: dan } });
  });
});

describe('an unknown outcome', () => {
  const { run, effects } = proceeding(
    becameUnknown(runningRun('deploy'), { token: 1, step: 'deploy', trouble: aTrouble }, situation()),
  );

  it('is told to the team, and ends nothing', () => {
    expect(run.state).toMatchObject({ kind: 'outcome-unknown', step: 'deploy', token: 1, startedAt: noon });
    expect(drawnOf(effects)).toContainEqual({
      kind: 'announcement',
      run: run.id,
      channel: teamChannel,
      moment: 'unknown',
    });
  });
  it('is looked at by a worker with a higher token, and the step goes on where it was', () => {
    const again = proceeding(lookedAgain(run, { by: ana, at: later(5) }));
    expect(jobsOf(again.effects)).toEqual(['execute-run']);
    const claimed = proceeding(claim(again.run, 'w2', situation())).run;
    expect(claimed.state).toEqual({ ...running, worker: 'w2', token: 2 });
    expect(claimed.steps).toEqual(run.steps);
  });
  it('remembers who pressed Cancel: what the look finds is their cancellation, and the interruption is tried again', () => {
    const cancelling = runningRun('deploy', { state: { ...running, cancelling: ana } });
    const lost = proceeding(becameUnknown(cancelling, { token: 1, step: 'deploy', trouble: aTrouble }, situation()));
    const again = proceeding(
      claim(proceeding(lookedAgain(lost.run, { by: ben, at: later(5) })).run, 'w2', situation()),
    );
    expect(jobsOf(again.effects)).toEqual(['interrupt-run']);
    const ending = { token: 2, step: 'deploy' as const, result: failing('signalled') };
    const { run: over } = proceeding(stepEnded(again.run, ending, situation()));
    expect(over.state).toMatchObject({ ending: { kind: 'cancelled', by: ana, duringStep: 'deploy' } });
  });
  it('is looked at once for two presses', () => {
    expect(lookedAgain(proceeding(lookedAgain(run, { by: ana, at: noon })).run, { by: ana, at: noon }).kind).toBe(
      'leave',
    );
  });
});

describe('a step that never began', () => {
  const begun = (step: 'backup' | 'deploy' | 'restore', cancelling: typeof ana | null = null) =>
    runningRun('deploy', {
      state: { ...running, token: 2, cancelling },
      steps: stepsAt(step, true, step === 'restore' ? 'restore' : 'deploy'),
    });
  const never = (run: Run, step: 'backup' | 'deploy' | 'restore') =>
    proceeding(neverBegan(run, { token: 2, step }, situation())).run;

  it('is taken from its beginning, with the time at which it was first taken up', () => {
    const { run, effects } = proceeding(neverBegan(begun('deploy'), { token: 2, step: 'deploy' }, situation()));
    expect(run.state.kind).toBe('running');
    expect(run.steps).toEqual(stepsAt('deploy'));
    expect(actionsOf(effects)).toEqual(['step.never-began']);
  });
  it('keeps what a later worker must know of the tasks before it', () => {
    const [deploy] = stepsAt('deploy', true).filter(({ name }) => name === 'deploy');
    const state = { ...deploy?.state, memo: '{"task":"x-try-2"}' } as StepState;
    const steps = stepsAt('deploy', true).map((step) => (step.name === 'deploy' ? { ...step, state } : step));
    const { steps: after } = never({ ...begun('deploy'), steps }, 'deploy');
    expect(after.find(({ name }) => name === 'deploy')?.state).toMatchObject({
      begun: false,
      memo: '{"task":"x-try-2"}',
    });
  });
  it.each(['backup', 'deploy'] as const)('ends there where somebody is cancelling it: %s', (step) => {
    const { state } = never(begun(step, ana), step);
    expect(state).toMatchObject({ ending: { kind: 'cancelled', by: ana, duringStep: step } });
  });
  it('is taken all the same where stopping would leave the service stopped', () => {
    expect(never(begun('restore', ana), 'restore').state.kind).toBe('running');
  });
  it('is a step that is being taken', () => {
    expect(neverBegan(begun('deploy'), { token: 2, step: 'verify' }, situation()).kind).toBe('leave');
  });
});

describe('a stale token', () => {
  const everything = (run: Run, token: number) => [
    stepRunning(run, { token, step: 'deploy', now: noon, progress: null, begun: true, memo: null }),
    stepEnded(run, { token, step: 'deploy', result: well }, situation()),
    stepEnded(run, { token, step: 'deploy', result: failing('connection-lost') }, situation()),
    neverBegan(run, { token, step: 'deploy' }, situation()),
    receiptChanged(run, { token, plan: plan(), changes: [] }, situation()),
    becameUnknown(run, { token, step: 'deploy', trouble: aTrouble }, situation()),
    released(run, token, noon),
  ];

  it('never changes a run, in any state', () => {
    for (const run of oneOfEach()) {
      const present = run.state.kind === 'running' ? run.state.token : null;
      for (const token of [0, 1, 2, 3].filter((one) => one !== present)) {
        expect(holds(run, token)).toBe(false);
        const decided = everything(run, token).map(({ kind }) => kind);
        expect(decided).toEqual(decided.map(() => 'leave'));
      }
    }
  });
});

describe('voided approvals', () => {
  it('are dropped, and only those: whoever approved the present receipt counts on', () => {
    const both = fc.array(
      fc.record({
        by: fc.constantFrom(ben, cleo, dan),
        at: fc.constant(noon),
        receipt: fc.constantFrom(plan().receipt, otherReceipt),
      }),
    );
    const check = fc.property(both, fc.constantFrom(plan().receipt, otherReceipt), (approvals, receipt: Sha256) => {
      const run = runningRun('preflight', { approvals });
      const found = { token: 1, plan: plan({ receipt }), changes: ['x'] };
      const after = proceeding(receiptChanged(run, found, situation())).run.approvals;
      expect(after).toEqual(approvals.filter((one) => one.receipt === receipt));
    });
    fc.assert(check);
  });
});

describe('a whole run', () => {
  it('goes through its steps to the end, from the moment when it is settled', () => {
    let run = proceeding(settle(waitingRun({ approvals: approvedBy(ben, cleo) }), situation(), [])).run;
    run = proceeding(claim(run, 'w1', situation())).run;
    for (const { name } of run.steps) {
      run = proceeding(
        stepRunning(run, { token: 1, step: name, now: noon, progress: null, begun: true, memo: null }),
      ).run;
      run = proceeding(stepEnded(run, { token: 1, step: name, result: well }, situation())).run;
    }
    expect(run.state).toMatchObject({ kind: 'ended', ending: { kind: 'succeeded' } });
    expect(run.steps.every(({ name }) => stepNames.includes(name))).toBe(true);
  });
});
