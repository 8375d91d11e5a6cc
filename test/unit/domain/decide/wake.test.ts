import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../../../src/domain/decide/settle.ts';
import { announced } from '../../../../src/domain/decide/tick.ts';
import { wake } from '../../../../src/domain/decide/wake.ts';
import type { Run } from '../../../../src/domain/run.ts';
import type { Situation } from '../../../../src/domain/situation.ts';
import { type EpochMs, epochMs } from '../../../../src/lib/time.ts';
import {
  actionsOf,
  ana,
  approvals,
  approvedBy,
  ben,
  calledBy,
  cleo,
  dan,
  eve,
  hour,
  jobsOf,
  later,
  minute,
  noon,
  oneOfEach,
  otherRun,
  policy,
  proceeding,
  situation,
  under,
  waiting,
  waitingRun,
  weeknights,
} from '../samples.ts';

const at = (ms: number, change: Partial<Situation> = {}) => situation({ now: later(ms), ...change });
const freeze = (until: number | null) => ({
  environment: waitingRun().environment,
  reason: 'audit',
  by: dan,
  since: noon,
  until: until === null ? null : later(until),
});

describe('the deadline', () => {
  it('ends a request whose approvals are not complete', () => {
    const { run, effects } = proceeding(wake(waitingRun({ approvals: approvedBy(ben) }), at(4 * hour)));
    expect(run.state).toEqual({
      kind: 'ended',
      ending: { kind: 'expired' },
      startedAt: null,
      endedAt: later(4 * hour),
    });
    expect(actionsOf(effects)).toEqual(['run.expired']);
  });

  it('does not end one whose approvals are complete', () => {
    const run = waitingRun({ approvals: approvedBy(ben, cleo) });
    const frozen = proceeding(wake(run, at(5 * hour, { freeze: freeze(null) })));
    expect(frozen.run.state).toMatchObject({ kind: 'waiting', expiresAt: null });
    expect(frozen.wakeAt).toBeNull();
  });

  it('begins anew when a complete approval is lost, so that no request stays open for ever', () => {
    const complete = waitingRun({
      approvals: approvedBy(ben, cleo),
      state: { ...waiting, expiresAt: null, remindAt: null },
    });
    const without = under({ rights: { ...policy().rights, approve: [ben] } }, { now: later(6 * hour) });
    const decision = proceeding(wake(complete, without));
    expect(decision.run.state).toMatchObject({ expiresAt: later(10 * hour), remindAt: later(7 * hour) });
    expect(decision.wakeAt).toBe(later(7 * hour));
  });

  it('is not lost when a press comes between it and the look', () => {
    const row = under({ checklist: ['notify'] }, { now: later(4 * hour + 1) });
    const decision = proceeding(announced(waitingRun(), ana, row));
    expect(decision.wakeAt).toBe(row.now);
    expect(proceeding(wake(decision.run, row)).run.state.kind).toBe('ended');
  });
});

describe('the reminder', () => {
  const first = proceeding(wake(waitingRun({ approvals: approvedBy(ben) }), at(hour)));

  it('comes once, to those who may approve and did not', () => {
    expect(calledBy(first.effects)).toEqual([`${cleo} reminder`, `${dan} reminder`]);
    expect(first.run.state).toMatchObject({ reminder: 'approvers', remindAt: later(2 * hour) });
    expect(first.wakeAt).toBe(later(2 * hour));
  });

  it('then goes to the backup approvers alone, who may approve from then on', () => {
    const second = proceeding(wake(first.run, at(2 * hour)));
    expect(calledBy(second.effects)).toEqual([`${eve} backup`]);
    expect(second.run.state).toMatchObject({ reminder: 'backup-approvers', remindAt: null });
    expect(second.wakeAt).toBe(later(4 * hour));
    expect(calledBy(proceeding(wake(second.run, at(3 * hour))).effects)).toEqual([]);
  });

  it('is not followed by anything where there are no backup approvers', () => {
    const alone = under({ approvals: { ...approvals, backup: [] } }, { now: later(hour) });
    expect(proceeding(wake(waitingRun(), alone)).run.state).toMatchObject({ reminder: 'approvers', remindAt: null });
  });

  it('is not sent when approvals are complete', () => {
    const run = waitingRun({ approvals: approvedBy(ben, cleo) });
    expect(calledBy(proceeding(wake(run, at(hour, { freeze: freeze(null) }))).effects)).toEqual([]);
  });

  it('is not lost when a press comes between it and the look', () => {
    const row = under({ checklist: ['notify'] }, { now: later(hour + 1) });
    expect(proceeding(announced(waitingRun(), ana, row)).wakeAt).toBe(row.now);
  });
});

const isWaiting = ({ kind }: Run['state']): boolean => kind === 'waiting';
const isFresh = (state: Run['state']): boolean => state.kind === 'queued' && state.resume === null;

describe('waking', () => {
  const approved = waitingRun({ approvals: approvedBy(ben, cleo) });

  it('starts a run at the end of a freeze and not before', () => {
    const before = proceeding(wake(approved, at(0, { freeze: freeze(hour) })));
    expect(before.run.state.kind).toBe('waiting');
    expect(before.wakeAt).toBe(later(hour));
    const after = proceeding(wake(before.run, at(hour, { freeze: freeze(hour) })));
    expect(after.run.state.kind).toBe('queued');
    expect(jobsOf(after.effects)).toEqual(['confirm-approvers']);
  });

  it('starts a queued run whose approvers nobody asked Slack about in time, and not before', () => {
    const queued = proceeding(wake(approved, at(0)));
    expect(jobsOf(queued.effects)).toEqual(['confirm-approvers']);
    expect(queued.wakeAt).toBe(later(minute));
    expect(wake(queued.run, at(minute - 1)).kind).toBe('leave');
    const late = proceeding(wake(queued.run, at(minute)));
    expect(jobsOf(late.effects)).toEqual(['execute-run']);
    expect([late.run, late.wakeAt]).toEqual([queued.run, null]);
  });

  it('starts a run when its configured window opens', () => {
    const windows = [weeknights];
    const sunday = proceeding(wake(approved, under({ windows })));
    expect(sunday.wakeAt).toBe(Date.UTC(2026, 10, 23, 22));
    const open = under({ windows }, { now: epochMs(Number(sunday.wakeAt)) });
    expect(proceeding(wake(sunday.run, open)).run.state.kind).toBe('queued');
  });

  it('asks again for a window that was missed, and never starts late', () => {
    const window = { kind: 'picked' as const, by: ana, at: noon, opensAt: later(hour), closesAt: later(2 * hour) };
    const run = { ...approved, checklist: { ...approved.checklist, window } };
    const rules = { checklist: ['window' as const] };
    const before = proceeding(wake(run, under(rules, { freeze: freeze(3 * hour) })));
    expect(before.wakeAt).toBe(later(hour));
    const missed = proceeding(wake(before.run, under(rules, { now: later(2 * hour), freeze: freeze(3 * hour) })));
    expect(missed.run.state.kind).toBe('waiting');
    const unfrozen = proceeding(wake(missed.run, under(rules, { now: later(4 * hour) })));
    expect(unfrozen.run.state.kind).toBe('waiting');
    expect(proceeding(wake(missed.run, under({}, { now: later(4 * hour) }))).run.state.kind).toBe('waiting');
  });

  it('looks now and then whether another run has ended, should nobody tell', () => {
    const beside = proceeding(wake(approved, situation({ executing: otherRun })));
    expect(beside.wakeAt).toBe(later(30_000));
    expect(proceeding(wake(beside.run, at(30_000))).run.state.kind).toBe('queued');
    const underWay = { ...approved.checklist, backup: { run: otherRun, takenAt: null, by: ben } };
    const row = under({ checklist: ['backup'] });
    expect(proceeding(wake({ ...approved, checklist: underWay }, row)).wakeAt).toBe(later(30_000));
  });

  it('leaves every other state alone', () => {
    const others = oneOfEach().filter(({ state }) => !isWaiting(state) && !isFresh(state));
    expect(others.map((run) => wake(run, at(100 * hour)).kind)).toEqual(others.map(() => 'leave'));
  });

  it('calls nobody where no approvals are needed', () => {
    const { effects, run } = proceeding(wake(waitingRun(), under({ approvals: null }, { now: later(hour) })));
    expect(calledBy(effects)).toEqual([]);
    expect(run.state.kind).toBe('queued');
  });
});

const aWindow = fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 1, max: 300 })).map(([from, length]) => ({
  kind: 'picked' as const,
  by: ana,
  at: noon,
  opensAt: later(from * minute),
  closesAt: later((from + length) * minute),
}));
const aFreeze = fc.option(fc.integer({ min: 1, max: 600 })).map((minutes) => freeze(minutes && minutes * minute));
const someRules = fc.record({
  windows: fc.constantFrom([], [weeknights]),
  checklist: fc.constantFrom<readonly ('window' | 'notify')[]>([], ['window'], ['notify']),
  approvals: fc.constantFrom(null, hour, 5 * hour).map((remindAfterMs) => ({ ...approvals, remindAfterMs })),
});
const aRun = fc
  .record({ people: fc.subarray([ben, cleo, dan]), window: fc.option(aWindow) })
  .map(({ people, window }) =>
    waitingRun({ approvals: approvedBy(...people), checklist: { ...waitingRun().checklist, window } }),
  );

/** Wakes the run at every moment that it names, and gives the moment at which it came to rest. */
function wokenToRest(run: Run, around: (now: EpochMs) => Situation): { run: Run; now: EpochMs } {
  let decision = proceeding(settle(run, around(noon), []));
  let now = noon;
  for (let round = 0; decision.wakeAt !== null && decision.run.state.kind === 'waiting'; round += 1) {
    expect(decision.wakeAt).toBeGreaterThan(now);
    expect(round).toBeLessThan(20);
    now = decision.wakeAt;
    decision = proceeding(wake(decision.run, around(now)));
  }
  return { run: decision.run, now };
}

describe('waking at the moments that are named, of anything', () => {
  it('always moves ahead, comes to rest, and starts only when nothing is missing', () => {
    let started = 0;
    const check = fc.property(aRun, someRules, fc.option(aFreeze), (run, rules, hold) => {
      const rest = wokenToRest(run, (now) => under(rules, { freeze: hold, now }));
      if (rest.run.state.kind !== 'queued') return;
      started += 1;
      expect(rest.run.approvals.length).toBeGreaterThanOrEqual(2);
      if (hold !== null) expect(rest.now).toBeGreaterThanOrEqual(hold.until ?? Number.POSITIVE_INFINITY);
      const { window } = run.checklist;
      if (window?.kind !== 'picked') return;
      expect(rest.now).toBeGreaterThanOrEqual(window.opensAt);
      expect(rest.now).toBeLessThan(window.closesAt);
    });
    fc.assert(check, { numRuns: 300 });
    expect(started).toBeGreaterThan(10);
  });
});
