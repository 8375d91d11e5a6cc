import { describe, expect, it } from 'vitest';
import { deedOn, pendingActs, sessionEndAsked, sessionsEnded } from '../../../../src/domain/decide/end-session.ts';
import type { UserId } from '../../../../src/domain/ids.ts';
import type { Inquiry } from '../../../../src/domain/inquiry.ts';
import type { SessionAct, SessionMark, SessionSeen } from '../../../../src/domain/locks.ts';
import { after } from '../../../../src/lib/time.ts';
import {
  activeMark,
  aSession,
  idleMark,
  locksFinding,
  locksInquiry,
  ownRun,
  threeDeep,
} from '../../render/lock-samples.ts';
import { at } from '../../render/samples.ts';

const by = 'U02' as UserId;
const on = (more: Partial<SessionSeen>, behind = 1, ofRun = false) => ({ session: aSession(more), behind, ofRun });
const act = (more: Partial<SessionAct> = {}): SessionAct => ({
  session: activeMark,
  application: 'console',
  user: 'dan',
  deed: 'cancel',
  by,
  at: at(),
  outcome: null,
  ...more,
});
const asked = (inquiry: Inquiry, mark: SessionMark, deed: SessionAct['deed']) =>
  sessionEndAsked(inquiry, { deed, mark, by, now: at(5) });
const refusalOf = (decision: ReturnType<typeof asked>) =>
  decision.kind === 'refuse' ? decision.refusal : decision.kind;

describe('what may be done to a session', () => {
  it.each<[string, ReturnType<typeof on>, ReturnType<typeof deedOn>]>([
    ['at work and in the way: its statement is cancelled', on({}), 'cancel'],
    ['idle in a transaction and in the way: it is ended', on({ state: 'idle in transaction' }), 'end'],
    ["idle in a failed transaction, in nobody's way", on({ state: 'idle in transaction (aborted)' }, 0), 'end'],
    ['idle, with an advisory lock of its session in the way', on({ state: 'idle', transactionStart: null }), 'end'],
    ["at work, in nobody's way", on({}, 0), null],
    ["idle, in nobody's way", on({ state: 'idle' }, 0), null],
    ['one of a run', on({}, 1, true), null],
    ["Godwit's own", on({ part: 'godwit' }), null],
    ['another Prisma, while no run is at work', on({ part: 'migration' }), 'cancel'],
    ["not to be seen by Godwit's login", on({ backendStart: null, state: null }), null],
    ["not to be ended by Godwit's login", on({ mayEnd: false }), null],
    ['a process of the server', on({ process: 'autovacuum worker' }), null],
  ])('%s', (_, shown, deed) => {
    expect(deedOn(shown, [])).toBe(deed);
  });

  it('is to end it, once cancelling did not help', () => {
    expect(deedOn(on({}), [act()])).toBeNull();
    expect(deedOn(on({}), [act({ outcome: 'still-there' })])).toBe('end');
    expect(deedOn(on({}), [act({ outcome: 'still-there', session: idleMark })])).toBe('cancel');
    expect(deedOn(on({}), [act({ outcome: 'harmless' })])).toBe('cancel');
  });
});

describe('a press', () => {
  it('is written down, with the audit entry and the job', () => {
    const decision = asked(locksInquiry(), idleMark, 'end');
    if (decision.kind !== 'proceed') throw new Error(JSON.stringify(decision));
    expect(pendingActs(decision.inquiry)).toEqual([
      act({ session: idleMark, application: 'app-worker', user: 'app', deed: 'end', at: at(5) }),
    ]);
    expect(decision.inquiry.complete).toBe(false);
    expect(decision.effects).toMatchObject([
      { kind: 'enqueue', job: { name: 'end-sessions', inquiry: 'q1' } },
      { kind: 'draw', message: { kind: 'answer' } },
      {
        kind: 'record',
        entry: { actor: by, action: 'session.end-asked', detail: { pid: 811, application: 'app-worker' } },
      },
    ]);
  });

  it('that comes twice is told who was first', () => {
    const decision = asked(locksInquiry(), idleMark, 'end');
    if (decision.kind !== 'proceed') throw new Error(JSON.stringify(decision));
    expect(refusalOf(asked(decision.inquiry, idleMark, 'end'))).toMatchObject({
      code: 'already-settled',
      by,
      at: at(5),
    });
  });

  it.each([
    ['another session has its number by now', { ...idleMark, backendStart: '1.0' }],
    ['it is in another transaction by now', { ...idleMark, transactionStart: '1.0' }],
    ['nobody of the answer has the number', { ...idleMark, pid: 1 }],
  ])('stops nothing where %s', (_, mark) => {
    expect(refusalOf(asked(locksInquiry(), mark, 'end'))).toMatchObject({ code: 'nothing-to-do' });
  });

  it('stops nothing that is not offered: another deed, or somebody who only waits', () => {
    expect(refusalOf(asked(locksInquiry(), idleMark, 'cancel'))).toMatchObject({ code: 'nothing-to-do' });
    const reader = { pid: 903, backendStart: '1764000000.000903', transactionStart: activeMark.transactionStart };
    expect(refusalOf(asked(locksInquiry(), reader, 'cancel'))).toMatchObject({ code: 'nothing-to-do' });
  });

  it('stops no session of a run, whoever asks', () => {
    const [first, second, ...rest] = threeDeep.holders;
    if (first === undefined || second === undefined) throw new Error('no sample');
    const prisma = { ...second, who: aSession({ ...activeMark, part: 'migration' }) };
    const finding = locksFinding({ ...threeDeep, holders: [first, prisma, ...rest] }, ownRun);
    const refusal = refusalOf(asked(locksInquiry({ finding }), activeMark, 'cancel'));
    expect(refusal).toMatchObject({ code: 'nothing-to-do', why: expect.stringContaining(ownRun.id) });
  });

  it('on an answer to something else is not understood', () => {
    expect(refusalOf(asked(locksInquiry({ finding: null }), idleMark, 'end'))).toEqual({ code: 'press-unknown' });
  });
});

describe('the end of it', () => {
  it('is written down with what was seen then, and recorded', () => {
    const pending = act({ session: idleMark, deed: 'end' });
    const finding = { ...locksFinding(), acts: [act({ outcome: 'done' }), pending] };
    const { report } = finding;
    if ('code' in report) throw new Error(report.code);
    const later = { ...report, lookedAt: after(at(), 9_000), waiting: 0, nodes: [] };
    const outcomes = new Map([[pending, 'done' as const]]);
    const decision = sessionsEnded(locksInquiry({ finding, complete: false }), { outcomes, report: later, now: at(6) });
    if (decision.kind !== 'proceed') throw new Error(decision.kind);
    expect(decision.inquiry).toMatchObject({ complete: true, finding: { report: later } });
    expect(pendingActs(decision.inquiry)).toEqual([]);
    expect(decision.effects).toMatchObject([
      { kind: 'draw' },
      { kind: 'record', entry: { actor: null, action: 'session.end-ended', detail: { pid: 811, outcome: 'done' } } },
    ]);
  });

  it('leaves a press that came meanwhile to its own job', () => {
    const first = act({ session: idleMark, deed: 'end' });
    const second = act();
    const finding = { ...locksFinding(), acts: [first, second] };
    const decision = sessionsEnded(locksInquiry({ finding, complete: false }), {
      outcomes: new Map([[first, 'gone']]),
      report: null,
      now: at(6),
    });
    if (decision.kind !== 'proceed') throw new Error(decision.kind);
    expect(decision.inquiry.complete).toBe(false);
    expect(pendingActs(decision.inquiry)).toEqual([second]);
  });
});
