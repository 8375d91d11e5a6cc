import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approve, reject } from '../../../../src/domain/decide/approve.ts';
import { cancel } from '../../../../src/domain/decide/cancel.ts';
import { declared, reviewedAfterwards } from '../../../../src/domain/decide/emergency.ts';
import {
  becameUnknown,
  claim,
  lookedAgain,
  receiptChanged,
  released,
  stepEnded,
  stepRunning,
} from '../../../../src/domain/decide/execution.ts';
import { preparationFailed, prepared } from '../../../../src/domain/decide/prepared.ts';
import { settle } from '../../../../src/domain/decide/settle.ts';
import {
  announced,
  backupBegun,
  backupEnded,
  reviewed,
  windowNotNeeded,
  windowPicked,
} from '../../../../src/domain/decide/tick.ts';
import { wake } from '../../../../src/domain/decide/wake.ts';
import type { Decision } from '../../../../src/domain/decision.ts';
import { unreviewed } from '../../../../src/domain/emergency.ts';
import type { Emergency } from '../../../../src/domain/emergency-types.ts';
import type { UserId } from '../../../../src/domain/ids.ts';
import { type ApprovalPolicy, checklistItems } from '../../../../src/domain/policy.ts';
import { assess } from '../../../../src/domain/readiness.ts';
import type { Run } from '../../../../src/domain/run.ts';
import type { Situation } from '../../../../src/domain/situation.ts';
import { trouble } from '../../../../src/domain/trouble.ts';
import { epochMs } from '../../../../src/lib/time.ts';
import {
  ana,
  approvals,
  approvedBy,
  ben,
  cleo,
  dan,
  eve,
  hour,
  jobsOf,
  later,
  noon,
  oneOfEach,
  otherReceipt,
  otherRun,
  plan,
  policy,
  production,
  shown,
  under,
  weeknights,
} from '../samples.ts';

type Deciding = (run: Run, situation: Situation, by: UserId) => Decision;
const lost = trouble('connection-lost', 'The connection was lost.');

/** Everything that may happen to a run, by name. */
const decisions: Readonly<Record<string, Deciding>> = {
  approve: (run, at, by) => approve(run, { by, shownReceipt: shown() }, at),
  reject: (run, at, by) => reject(run, { by, reason: null }, at),
  cancel: (run, at, by) => cancel(run, by, at),
  review: (run, at, by) => reviewed(run, { by, shownReceipt: shown() }, at),
  pick: (run, at, by) => windowPicked(run, { by, opensAt: later(hour, at.now), lengthMs: hour }, at),
  'not needed': (run, at, by) => windowNotNeeded(run, by, at),
  announce: (run, at, by) => announced(run, by, at),
  'back up': (run, at, by) => backupBegun(run, { by, backupRun: otherRun }, at),
  'backed up': (run, at) => backupEnded(run, { backupRun: otherRun, takenAt: at.now }, at),
  wake: (run, at) => wake(run, at),
  prepared: (run, at) => prepared(run, plan(), at),
  'prepared anew': (run, at) => prepared(run, plan({ receipt: otherReceipt }), at),
  'not prepared': (run, at) => preparationFailed(run, trouble('nothing-pending', 'Nothing.'), at),
  declare: (run, at, by) => declared(run, { by, reason: 'no orders' }, at),
  'review afterwards': (run, at, by) => reviewedAfterwards(run, by, at),
  claim: (run, at) => claim(run, 'w1', at),
  released: (run, at) => released(run, 1, at.now),
  'look again': (run, at, by) => lookedAgain(run, { by, at: at.now }),
  'step running': (run, at) =>
    stepRunning(run, { token: 1, step: 'backup', now: at.now, progress: null, begun: true, memo: null }),
  'step done': (run, at) =>
    stepEnded(run, { token: 1, step: 'backup', result: { kind: 'done', summary: '', exitCode: 0 } }, at),
  'step lost': (run, at) =>
    stepEnded(run, { token: 1, step: 'deploy', result: { kind: 'failed', trouble: lost, exitCode: null } }, at),
  'receipt changed': (run, at) =>
    receiptChanged(run, { token: 1, plan: plan({ receipt: otherReceipt }), changes: ['x'] }, at),
  unknown: (run, at) => becameUnknown(run, { token: 1, step: 'deploy', trouble: lost }, at),
};

/** Those that a person makes, with the rest of what happens by itself. */
const personal = [
  'approve',
  'reject',
  'cancel',
  'review',
  'pick',
  'not needed',
  'announce',
  'back up',
  'look again',
  'declare',
  'review afterwards',
];
/** Whether the decision stands in the audit chain, in the name of who made it (null: Godwit). */
const recordedFor = (by: UserId | null, decision: Decision): boolean =>
  decision.kind === 'proceed' &&
  decision.effects.some((effect) => effect.kind === 'record' && effect.entry.actor === by);

const someone = fc.constantFrom(ana, ben, cleo, dan, eve);
const policies = fc.constantFrom<ApprovalPolicy | null>(null, approvals, {
  ...approvals,
  required: 1,
  remindAfterMs: null,
});
const freeze = { environment: production, reason: 'audit', by: dan, since: noon, until: later(2 * hour) };
const situations = fc
  .record({
    rules: fc.record({
      approvals: policies,
      checklist: fc.subarray([...checklistItems]),
      windows: fc.constantFrom([], [weeknights]),
      rights: fc.constantFrom(policy().rights, { ...policy().rights, emergency: [dan] }),
    }),
    freeze: fc.constantFrom(null, freeze),
    executing: fc.constantFrom(null, otherRun),
    now: fc.integer({ min: noon, max: noon + 40 * hour }).map(epochMs),
  })
  .map(({ rules, ...rest }) => under(rules, rest));
const window = fc.constantFrom<Run['checklist']['window']>(
  null,
  { kind: 'not-needed', by: ana, at: noon },
  { kind: 'picked', by: ana, at: noon, opensAt: later(hour), closesAt: later(3 * hour) },
);
const glass = (by: UserId, reviewed: Emergency['reviewed'] = null): Emergency => ({
  by,
  at: noon,
  reason: 'no orders',
  reviewed,
  reminders: 0,
});
/** By somebody who may hold the right, by somebody who never does, and one that was reviewed. */
const emergencies = fc.constantFrom(null, glass(dan), glass(ana), glass(dan, { by: ben, at: noon }));
const parts = {
  run: fc.constantFrom(...oneOfEach()),
  people: fc.subarray([ben, cleo, dan]),
  window,
  emergency: emergencies,
};
const runs = fc.record(parts).map(
  ({ run, people, window: picked, emergency }): Run => ({
    ...run,
    emergency,
    approvals: approvedBy(...people),
    checklist: { ...run.checklist, window: picked },
  }),
);

/** Whether this decision put an `execute-run` into the world for a run that had not begun. */
const starts = (before: Run, decision: Decision): boolean =>
  decision.kind === 'proceed' &&
  before.state.kind === 'waiting' &&
  jobsOf(decision.effects).some((job) => job === 'execute-run' || job === 'confirm-approvers');

describe.each(Object.entries(decisions))('"%s", of any run in any state', (_, decide) => {
  it('answers without throwing, and refuses with a code', () => {
    const check = fc.property(runs, situations, someone, (run, at, by) => {
      const decision = decide(run, at, by);
      if (decision.kind === 'refuse') expect(decision.refusal.code).toMatch(/^[a-z-]+$/);
    });
    fc.assert(check, { numRuns: 150 });
  });

  it('never changes a run that has ended, but for the review of an emergency', () => {
    const check = fc.property(runs, situations, someone, (run, at, by) => {
      if (run.state.kind !== 'ended') return;
      const decision = decide(run, at, by);
      const owed = unreviewed(run) !== null && decision.kind === 'proceed';
      if (owed) expect({ ...decision.run, emergency: null }).toEqual({ ...run, emergency: null });
      else expect(decision.kind).not.toBe('proceed');
    });
    fc.assert(check, { numRuns: 150 });
  });

  it('never starts a run while something is missing, and changes neither the run that it was given nor its id', () => {
    const check = fc.property(runs, situations, someone, (run, at, by) => {
      const before = structuredClone(run);
      const decision = decide(run, at, by);
      expect(run).toEqual(before);
      if (decision.kind !== 'proceed') return;
      expect([decision.run.id, decision.run.environment, decision.run.requestedBy]).toEqual([
        run.id,
        run.environment,
        run.requestedBy,
      ]);
      if (starts(run, decision)) expect(assess({ ...decision.run, state: run.state }, at).missing).toEqual([]);
      const begins = run.state.kind === 'queued' && run.state.resume === null && decision.run.state.kind === 'running';
      if (begins) expect(assess(run, at).missing).toEqual([]);
    });
    fc.assert(check, { numRuns: 150 });
  });

  it('leaves every waiting run with a moment or a person that it waits for', () => {
    const check = fc.property(runs, situations, someone, (run, at, by) => {
      const decision = decide(run, at, by);
      if (decision.kind !== 'proceed' || decision.run.state.kind !== 'waiting') return;
      const { missing } = assess(decision.run, at);
      const people = missing.some(({ kind }) => kind === 'item' || kind === 'window');
      expect(decision.wakeAt !== null || people).toBe(true);
      if (decision.wakeAt !== null) expect(decision.wakeAt).toBeGreaterThanOrEqual(at.now);
      expect(missing.length).toBeGreaterThan(0);
    });
    fc.assert(check, { numRuns: 150 });
  });
});

describe('the audit chain', () => {
  it.each(personal)('has a row in the name of whoever decides "%s"', (name) => {
    const decide = decisions[name];
    if (decide === undefined) throw new Error(`there is no decision ${name}`);
    let made = 0;
    const check = fc.property(runs, situations, someone, (run, at, by) => {
      const decision = decide(run, at, by);
      if (decision.kind !== 'proceed') return;
      made += 1;
      expect(recordedFor(by, decision)).toBe(true);
    });
    // Few random presses are decided at all: of some, not one in three hundred.
    for (let rounds = 0; rounds === 0 || (made === 0 && rounds < 20); rounds += 1) fc.assert(check, { numRuns: 300 });
    expect(made).toBeGreaterThan(0);
  });

  it('has a row for every beginning: of the run, of each remote start, of each worker that takes over', () => {
    const check = fc.property(runs, situations, someone, (run, at, by) => {
      for (const name of ['claim', 'step running']) {
        const decision = decisions[name]?.(run, at, by);
        if (decision?.kind !== 'proceed') continue;
        const step = run.steps.find((one) => one.name === 'backup')?.state;
        const followed = name === 'step running' && step?.kind === 'running' && step.begun;
        expect(recordedFor(null, decision)).toBe(!followed);
      }
    });
    fc.assert(check, { numRuns: 300 });
  });
});

describe('two runs of one environment', () => {
  it('never both start: the second waits for the first, and goes on when it ended', () => {
    const waiting = oneOfEach().find(({ state }) => state.kind === 'waiting');
    if (waiting === undefined) throw new Error('a sample is missing');
    const ready = { ...waiting, approvals: approvedBy(ben, cleo) };
    expect(starts(ready, settle(ready, under({}, { executing: otherRun }), []))).toBe(false);
    expect(starts(ready, settle(ready, under({}), []))).toBe(true);
  });
});
