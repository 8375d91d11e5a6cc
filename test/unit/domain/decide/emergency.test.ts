import { describe, expect, it } from 'vitest';
import { approve } from '../../../../src/domain/decide/approve.ts';
import { declared, reviewedAfterwards } from '../../../../src/domain/decide/emergency.ts';
import { ended } from '../../../../src/domain/decide/ending.ts';
import { claim } from '../../../../src/domain/decide/execution.ts';
import { prepared } from '../../../../src/domain/decide/prepared.ts';
import { requestRun } from '../../../../src/domain/decide/request.ts';
import { confirmed } from '../../../../src/domain/decide/settle.ts';
import { wake } from '../../../../src/domain/decide/wake.ts';
import type { Emergency } from '../../../../src/domain/emergency-types.ts';
import type { Freeze } from '../../../../src/domain/freeze.ts';
import { gateRules } from '../../../../src/domain/gates/menu.ts';
import { checklistItems, type Policy } from '../../../../src/domain/policy.ts';
import type { Run } from '../../../../src/domain/run.ts';
import type { Situation } from '../../../../src/domain/situation.ts';
import {
  actionsOf,
  ana,
  ben,
  calledBy,
  cleo,
  dan,
  drawnOf,
  eve,
  hour,
  jobsOf,
  later,
  minute,
  noon,
  otherRun,
  plan,
  policy,
  proceeding,
  production,
  recalledBy,
  refusalOf,
  runningRun,
  shown,
  teamChannel,
  under,
  waitingRun,
  weeknights,
} from '../samples.ts';

const reason = 'orders cannot be paid';
const glass: Emergency = { by: dan, at: noon, reason, reviewed: null, reminders: 0 };
const rights = { ...policy().rights, emergency: [dan] };
const freeze: Freeze = { environment: production, reason: 'release day', by: ben, since: noon, until: null };
/** Everything that anybody could have to wait for. */
const strict: Partial<Policy> = { rights, checklist: checklistItems, windows: [weeknights] };
const here = (rest: Partial<Situation> = {}, change: Partial<Policy> = {}) =>
  under({ ...strict, ...change }, { freeze, ...rest });
const request = (by = dan) => ({
  id: 'r1' as never,
  purpose: { kind: 'deploy' } as const,
  by,
  channel: 'C1' as never,
  emergency: { reason },
});
const asked = (change: Partial<Run> = {}) => waitingRun({ requestedBy: dan, emergency: glass, ...change });
const done = (change: Partial<Run> = {}) =>
  asked({ state: { kind: 'ended', ending: { kind: 'succeeded' }, startedAt: noon, endedAt: noon }, ...change });

describe('asking', () => {
  it.each([ana, ben, cleo, eve])('is for those who hold the right emergency, not for %s', (by) => {
    expect(requestRun(request(by), here(), null)).toMatchObject({
      kind: 'refuse',
      refusal: { code: 'right-missing', right: 'emergency' },
    });
  });

  it('is told at once, with the reason, in the own channel and every one that is announced to', () => {
    const { effects } = proceeding(requestRun(request(), here(), null));
    const told = drawnOf(effects).flatMap((one) => (one.kind === 'announcement' ? [[one.channel, one.moment]] : []));
    expect(told).toEqual([
      ['C1', 'emergency'],
      [teamChannel, 'emergency'],
    ]);
    const record = effects.find((one) => one.kind === 'record' && one.entry.action === 'emergency.declared');
    expect(record).toMatchObject({ entry: { actor: dan, detail: { reason } } });
  });

  it('turns the deploy that waits already into one that waits for nobody', () => {
    const { run, effects } = proceeding(declared(waitingRun(), { by: dan, reason }, here()));
    expect(run.state.kind).toBe('queued');
    expect(run.emergency).toEqual(glass);
    expect(recalledBy(effects)).toEqual(['everybody']);
    expect(actionsOf(effects)).toContain('emergency.declared');
  });

  it.each([
    ['another emergency', asked()],
    ['a restore', waitingRun({ purpose: { kind: 'restore', backup: {} as never, known: null } })],
    ['a run that has begun', runningRun('deploy')],
  ])('leaves %s alone', (_, run) => {
    expect(refusalOf(declared(run, { by: dan, reason }, here()))).toBe('environment-busy');
  });
});

describe('the start', () => {
  it('waits for no approval, window, freeze or row of the checklist, and calls nobody', () => {
    const preparing = asked({ plan: null, state: { kind: 'preparing' } });
    const { run, effects } = proceeding(prepared(preparing, plan(), here()));
    expect(run.state.kind).toBe('queued');
    expect(calledBy(effects)).toEqual([]);
  });

  it('asks Slack first whether whoever declared it is still there', () => {
    expect(jobsOf(proceeding(prepared(asked({ state: { kind: 'preparing' } }), plan(), here())).effects)).toEqual([
      'confirm-approvers',
    ]);
    const queued = asked({ state: { kind: 'queued', since: noon, resume: null } });
    expect(jobsOf(proceeding(confirmed(queued)).effects)).toEqual(['execute-run']);
  });

  it.each(Object.values(gateRules).filter(({ holds }) => holds === 'approval'))(
    'waits at the gate $id',
    ({ id, holds }) => {
      const closed = plan({ gates: [{ id, holds, sentence: 'It is so.', waysOut: ['Mend it.'], details: [] }] });
      const { run, wakeAt } = proceeding(prepared(asked({ state: { kind: 'preparing' } }), closed, here()));
      expect(run.state).toMatchObject({ kind: 'waiting', expiresAt: later(hour) });
      expect(wakeAt).toBe(later(hour));
    },
  );

  it('waits for the end of another run', () => {
    const { run } = proceeding(
      prepared(asked({ state: { kind: 'preparing' } }), plan(), here({ executing: otherRun })),
    );
    expect(run.state.kind).toBe('waiting');
  });

  it('keeps the backup: its step is one of the run', () => {
    const { run } = proceeding(requestRun(request(), here(), null));
    expect(run.steps.map(({ name }) => name)).toContain('backup');
  });

  it('is refused by the worker where the right was taken away: the run waits as any other', () => {
    const queued = asked({ state: { kind: 'queued', since: noon, resume: null } });
    expect(proceeding(claim(queued, 'w1', here())).run.state.kind).toBe('running');
    const { run, effects } = proceeding(claim(queued, 'w1', here({}, { rights: { ...rights, emergency: [] } })));
    expect(run.state).toMatchObject({ kind: 'waiting', voided: [expect.stringContaining('no emergency any more')] });
    expect(calledBy(effects)).toEqual([`${ben} asked`, `${cleo} asked`]);
  });

  it('never comes unseen hours later', () => {
    const now = later(hour);
    expect(proceeding(wake(asked(), here({ now }))).run.state).toMatchObject({ ending: { kind: 'expired' } });
    const queued = asked({ state: { kind: 'queued', since: noon, resume: null } });
    expect(proceeding(claim(queued, 'w1', here({ now }))).run.state).toMatchObject({ ending: { kind: 'expired' } });
  });
});

describe('the review afterwards', () => {
  const over = { kind: 'succeeded' as const };
  const called = (run: Run, situation: Situation) =>
    drawnOf(proceeding(wake(run, situation)).effects).flatMap((one) =>
      one.kind === 'review-call' ? [`${one.person} ${one.reminder}`] : [],
    );

  it('is asked of those who may approve, not of whoever declared it', () => {
    const { effects, wakeAt } = proceeding(ended(runningRun('notify', { emergency: glass }), over, here()));
    const people = drawnOf(effects).flatMap((one) => (one.kind === 'review-call' ? [one.person] : []));
    expect(people).toEqual([ben, cleo]);
    expect(wakeAt).toBe(later(hour));
  });

  it('is asked also after a failure, and not where nothing had begun', () => {
    const failed = { kind: 'cancelled' as const, by: ben, duringStep: 'deploy' as const };
    expect(proceeding(ended(runningRun('deploy', { emergency: glass }), failed, here())).wakeAt).not.toBeNull();
    expect(proceeding(ended(asked(), { ...failed, duringStep: null }, here())).wakeAt).toBeNull();
  });

  it('is asked again at growing distance, without end', () => {
    const distances: number[] = [];
    let run = done();
    let now = noon;
    for (let reminder = 1; reminder <= 7; reminder += 1) {
      expect(called(run, here({ now }))).toEqual([`${ben} ${reminder}`, `${cleo} ${reminder}`]);
      const next = proceeding(wake(run, here({ now })));
      distances.push(((next.wakeAt ?? now) - now) / hour);
      run = next.run;
      now = next.wakeAt ?? now;
    }
    expect(distances).toEqual([4, 24, 72, 168, 168, 168, 168]);
  });

  it('is given by somebody else who may approve, once, and ends the reminders', () => {
    const { run, effects, wakeAt } = proceeding(reviewedAfterwards(done(), ben, here({ now: later(minute) })));
    expect(run.emergency?.reviewed).toEqual({ by: ben, at: later(minute) });
    expect(actionsOf(effects)).toEqual(['emergency.reviewed']);
    expect(recalledBy(effects)).toEqual(['everybody']);
    expect(wakeAt).toBeNull();
    expect(refusalOf(reviewedAfterwards(run, cleo, here()))).toBe('already-settled');
    expect(wake(run, here()).kind).toBe('leave');
  });

  it.each([
    ['whoever declared it', done(), dan, 'self-review'],
    ['whoever had asked for it', done({ requestedBy: ben }), ben, 'self-review'],
    ['somebody without the right', done(), ana, 'right-missing'],
    ['anybody before its end', asked(), ben, 'press-unknown'],
    [
      'anybody where nothing had begun',
      done({ state: { kind: 'ended', ending: { kind: 'expired' }, startedAt: null, endedAt: noon } }),
      ben,
      'press-unknown',
    ],
    ['anybody where there was none', done({ emergency: null }), ben, 'press-unknown'],
  ])('is not taken of %s', (_, run, by, code) => {
    expect(refusalOf(reviewedAfterwards(run, by, here()))).toBe(code);
  });
});

it('takes an approval also on a card that still shows the button', () => {
  const held = asked({ plan: plan() });
  expect(approve(held, { by: ben, shownReceipt: shown() }, here({ executing: otherRun })).kind).toBe('proceed');
});
