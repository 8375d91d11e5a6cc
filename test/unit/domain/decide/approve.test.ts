import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedApprovals } from '../../../../src/domain/approvals.ts';
import { approve, reject } from '../../../../src/domain/decide/approve.ts';
import { prepared } from '../../../../src/domain/decide/prepared.ts';
import type { UserId } from '../../../../src/domain/ids.ts';
import type { Run } from '../../../../src/domain/run.ts';
import type { Situation } from '../../../../src/domain/situation.ts';
import { finding, review } from '../../../fakes/sample-reviews.ts';
import {
  actionsOf,
  ana,
  approvals,
  approvedBy,
  ben,
  calledBy,
  cleo,
  dan,
  drawnOf,
  eve,
  hour,
  jobsOf,
  later,
  noon,
  oneOfEach,
  otherReceipt,
  plan,
  policy,
  proceeding,
  recalledBy,
  receipt,
  refusalOf,
  shown,
  situation,
  under,
  waiting,
  waitingRun,
} from '../samples.ts';

const press = (by: UserId, shownReceipt = shown()) => ({ by, shownReceipt });
const escalated: Run['state'] = { ...waiting, reminder: 'backup-approvers' };

it("takes back the call of who approved, and everybody else's with the last approval", () => {
  const press = { by: cleo, shownReceipt: shown() };
  const recalled = (run: Run) => recalledBy(proceeding(approve(run, press, situation())).effects);
  expect(recalled(waitingRun())).toEqual([cleo]);
  expect(recalled(waitingRun({ approvals: approvedBy(ben) }))).toEqual(['everybody']);
});

describe('approve', () => {
  it('records who approved which receipt, and goes on waiting for the second', () => {
    const { run, effects } = proceeding(approve(waitingRun(), press(ben), situation()));
    expect(run.approvals).toEqual([{ by: ben, at: noon, receipt }]);
    expect(run.state).toEqual(waiting);
    expect(jobsOf(effects)).toEqual([]);
    expect(actionsOf(effects)).toEqual(['run.approved']);
    expect(drawnOf(effects).map(({ kind }) => kind)).toEqual(['run-card']);
  });

  it('is refused where the SQL fails or loses data for certain, and nobody is called for it', () => {
    const blocked = plan({ review: review([finding({ severity: 'blocked', rule: 'D03' })]) });
    const run = waitingRun({ plan: blocked });
    expect(approve(run, press(ben), situation())).toMatchObject({
      kind: 'refuse',
      refusal: { code: 'review-blocked', rules: ['D03'] },
    });
    const opened = proceeding(prepared({ ...run, plan: null, state: { kind: 'preparing' } }, blocked, situation()));
    expect(calledBy(opened.effects)).toEqual([]);
    const mended = proceeding(prepared(opened.run, plan({ receipt: otherReceipt }), situation()));
    expect(calledBy(mended.effects).length).toBeGreaterThan(1);
  });

  it('queues the run with the last approval that was missing', () => {
    const { run, effects } = proceeding(approve(waitingRun({ approvals: approvedBy(ben) }), press(cleo), situation()));
    expect(run.state).toEqual({ kind: 'queued', since: noon, resume: null });
    expect(jobsOf(effects)).toEqual(['confirm-approvers']);
  });

  it('ends the deadline when approvals are complete and only the window is missing', () => {
    const window = { kind: 'picked' as const, by: ana, at: noon, opensAt: later(6 * hour), closesAt: later(7 * hour) };
    const run = waitingRun({ approvals: approvedBy(ben), checklist: { ...waitingRun().checklist, window } });
    const decision = proceeding(approve(run, press(cleo), situation()));
    expect(decision.run.state).toMatchObject({ kind: 'waiting', expiresAt: null, remindAt: null });
    expect(decision.wakeAt).toBe(later(6 * hour));
  });

  it('is refused to the requester, whatever their rights', () => {
    const rights = { ...policy().rights, approve: [ana, ben] };
    expect(refusalOf(approve(waitingRun(), press(ana), under({ rights })))).toBe('self-approval');
  });

  it('is refused without the right, and names those who have it', () => {
    expect(approve(waitingRun(), press(eve), situation())).toMatchObject({
      refusal: { code: 'right-missing', right: 'approve', holders: policy().rights.approve },
    });
  });

  it('is open to backup approvers only once they were asked', () => {
    expect(refusalOf(approve(waitingRun(), press(eve), situation()))).toBe('right-missing');
    expect(proceeding(approve(waitingRun({ state: escalated }), press(eve), situation())).run.approvals).toHaveLength(
      1,
    );
  });

  it('is for the receipt that the card showed', () => {
    expect(refusalOf(approve(waitingRun(), press(ben, shown(otherReceipt)), situation()))).toBe('receipt-outdated');
    expect(refusalOf(approve(waitingRun(), press(ben, ''), situation()))).toBe('receipt-outdated');
  });

  it('answers a double press with who and when', () => {
    const again = approve(waitingRun({ approvals: approvedBy(ben) }), press(ben), situation({ now: later(hour) }));
    expect(again).toEqual({ kind: 'refuse', refusal: { code: 'already-approved', by: ben, at: noon } });
  });

  it('takes a new approval in place of the same person for another receipt', () => {
    const run = waitingRun({ approvals: [{ by: ben, at: noon, receipt: otherReceipt }] });
    expect(proceeding(approve(run, press(ben), situation())).run.approvals).toEqual(approvedBy(ben));
  });

  it('comes too late after the deadline, also where nobody has looked yet', () => {
    const run = waitingRun({ approvals: approvedBy(ben) });
    const at = (ms: number) => approve(run, press(cleo), situation({ now: later(ms) }));
    expect(at(4 * hour)).toMatchObject({ refusal: { code: 'run-ended', how: 'expired', at: later(4 * hour) } });
    expect(at(4 * hour - 1).kind).toBe('proceed');
  });

  it('changes nothing outside of waiting, and says why', () => {
    const codes = oneOfEach().map((run) => refusalOf(approve(run, press(ben), situation())));
    expect(codes).toEqual([
      'still-preparing',
      null,
      ...Array.from({ length: 6 }, () => 'run-started'),
      ...Array.from({ length: 2 }, () => 'run-ended'),
    ]);
  });
});

describe('reject', () => {
  it('ends the request, with the reason and whoever said no', () => {
    const { run, effects } = proceeding(reject(waitingRun(), { by: ben, reason: 'too risky' }, situation()));
    expect(run.state).toMatchObject({ kind: 'ended', ending: { kind: 'rejected', by: ben, reason: 'too risky' } });
    expect(actionsOf(effects)).toEqual(['run.rejected']);
  });

  it('is for those who could approve', () => {
    expect(refusalOf(reject(waitingRun(), { by: eve, reason: null }, situation()))).toBe('right-missing');
    expect(refusalOf(reject(waitingRun(), { by: ana, reason: null }, situation()))).toBe('right-missing');
    expect(reject(waitingRun({ state: escalated }), { by: eve, reason: null }, situation()).kind).toBe('proceed');
  });
});

/** Presses one after the other; refused ones change nothing. */
const pressed = (people: readonly UserId[], at: Situation): Run =>
  people.reduce<Run>((run, by) => {
    const decision = approve(run, press(by), at);
    return decision.kind === 'proceed' ? decision.run : run;
  }, waitingRun());

describe('approvals, in any order of presses', () => {
  const people = fc.array(fc.constantFrom(ana, ben, cleo, dan, eve), { maxLength: 10 });

  it('start the run when and only when enough distinct people other than the requester pressed', () => {
    const check = fc.property(people, fc.integer({ min: 1, max: 4 }), (presses, required) => {
      const run = pressed(presses, under({ approvals: { ...approvals, required } }));
      const able = new Set(presses.filter((by) => [ben, cleo, dan].includes(by)));
      expect(run.state.kind).toBe(able.size >= required ? 'queued' : 'waiting');
      expect(run.approvals.map(({ by }) => by)).not.toContain(ana);
    });
    fc.assert(check, { numRuns: 200 });
  });

  it('come to the same people and the same state in any order', () => {
    const both = people.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    const check = fc.property(both, ([first, second]) => {
      const at = under({ approvals: { ...approvals, required: 4 } });
      const by = (run: Run) => new Set(countedApprovals(run, at).map((one) => one.by));
      expect(by(pressed(first, at))).toEqual(by(pressed(second, at)));
      expect(pressed(first, under({})).state.kind).toBe(pressed(second, under({})).state.kind);
    });
    fc.assert(check, { numRuns: 200 });
  });
});
