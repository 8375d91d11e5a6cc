import { describe, expect, it } from 'vitest';
import { preparationFailed, prepared } from '../../../../src/domain/decide/prepared.ts';
import { trouble } from '../../../../src/domain/trouble.ts';
import {
  actionsOf,
  approvedBy,
  ben,
  calledBy,
  cleo,
  dan,
  hour,
  jobsOf,
  later,
  noon,
  oneOfEach,
  otherReceipt,
  plan,
  proceeding,
  situation,
  staging,
  under,
  waiting,
  waitingRun,
} from '../samples.ts';

const preparing = waitingRun({ plan: null, state: { kind: 'preparing' } });
const nothingPending = trouble('nothing-pending', 'There is nothing to deploy.');

describe('the first plan', () => {
  it('opens the card, sets the deadlines, and asks everyone who may approve', () => {
    const { run, effects, wakeAt } = proceeding(prepared(preparing, plan(), situation()));
    expect(run.state).toEqual(waiting);
    expect(run.plan).toEqual(plan());
    expect(calledBy(effects)).toEqual([`${ben} asked`, `${cleo} asked`, `${dan} asked`]);
    expect(wakeAt).toBe(later(hour));
  });

  it('starts the run at once where nothing is asked, and calls nobody', () => {
    const { run, effects } = proceeding(prepared(preparing, plan(), under({ approvals: null, protected: false })));
    expect(run.state.kind).toBe('queued');
    expect(jobsOf(effects)).toEqual(['execute-run']);
    expect(calledBy(effects)).toEqual([]);
  });

  it('sets no deadline where no approvals are needed', () => {
    const { run } = proceeding(prepared(preparing, plan(), under({ approvals: null, checklist: ['review'] })));
    expect(run.state).toMatchObject({ kind: 'waiting', expiresAt: null, remindAt: null });
  });
});

describe('a later plan', () => {
  const approved = waitingRun({ approvals: approvedBy(ben) });

  it('with the same receipt keeps the approvals, and brings the newest look at the source', () => {
    const promotion = {
      from: staging,
      lookedAt: later(1),
      proved: ['20261101_add_total'],
      unproved: [],
      trouble: null,
    };
    const { run, effects } = proceeding(prepared(approved, plan({ promotion }), situation()));
    expect(run.approvals).toEqual(approved.approvals);
    expect(run.plan?.promotion).toEqual(promotion);
    expect(run.state).toEqual(approved.state);
    expect(actionsOf(effects)).toEqual([]);
  });

  it('with another receipt voids the approvals, says what changed, and begins the deadlines anew', () => {
    const { run, effects } = proceeding(
      prepared(approved, plan({ receipt: otherReceipt, pending: [] }), situation({ now: later(hour) })),
    );
    expect(run.approvals).toEqual([]);
    expect(run.state).toEqual({
      ...waiting,
      expiresAt: later(5 * hour),
      remindAt: later(2 * hour),
      voided: ['20261101_add_total is no longer pending'],
    });
    expect(actionsOf(effects)).toEqual(['approvals.voided']);
    expect(calledBy(effects)).toHaveLength(3);
  });

  it('comes too late for every other state', () => {
    const others = oneOfEach().filter(({ state }) => !['preparing', 'waiting'].includes(state.kind));
    expect(others.map((run) => prepared(run, plan({ receipt: otherReceipt }), situation()).kind)).toEqual(
      others.map(() => 'leave'),
    );
  });
});

describe('a reason not to begin', () => {
  it('ends a request that was not open yet', () => {
    const { run } = proceeding(preparationFailed(preparing, nothingPending, situation()));
    expect(run.state).toEqual({
      kind: 'ended',
      ending: { kind: 'failed', step: null, trouble: nothingPending },
      startedAt: null,
      endedAt: noon,
    });
  });

  it('ends an open request of which nothing is left, and no other', () => {
    expect(proceeding(preparationFailed(waitingRun(), nothingPending, situation())).run.state.kind).toBe('ended');
    const away = trouble('host-unreachable', 'The host is away.');
    expect(preparationFailed(waitingRun(), away, situation()).kind).toBe('leave');
  });

  it('ends nothing that is running or over', () => {
    const others = oneOfEach().filter(({ state }) => !['preparing', 'waiting'].includes(state.kind));
    expect(others.map((run) => preparationFailed(run, nothingPending, situation()).kind)).toEqual(
      others.map(() => 'leave'),
    );
  });
});
