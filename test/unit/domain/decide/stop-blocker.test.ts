import { describe, expect, it } from 'vitest';
import { blockerStopAsked } from '../../../../src/domain/decide/stop-blocker.ts';
import type { InquiryId, UserId } from '../../../../src/domain/ids.ts';
import type { Blocker, SessionDeed, SessionMark } from '../../../../src/domain/locks.ts';
import { aBlocker, activeMark, idleMark } from '../../render/lock-samples.ts';
import { aRun, at, blockedBySteps, production, running, runningSteps } from '../../render/samples.ts';

const by = 'U02' as UserId;
const busy = aBlocker({ pid: activeMark.pid, state: 'active', mark: activeMark });

function asked(blockers: readonly Blocker[], mark: SessionMark, deed: SessionDeed) {
  const run = aRun({ state: running, steps: blockedBySteps(...blockers) });
  return blockerStopAsked(run, { deed, mark, by, now: at(9) }, { environment: production, id: 'q7' as InquiryId });
}

describe('a session stopped from the card of a run', () => {
  it.each<[Blocker, SessionDeed]>([
    [aBlocker(), 'end'],
    [busy, 'cancel'],
  ])('is asked for by an answer of its own, given to a worker and written down', (blocker, deed) => {
    const decision = asked([aBlocker({ pid: 0, mark: null }), blocker], blocker.mark ?? idleMark, deed);
    if (decision.kind !== 'proceed') throw new Error(decision.kind);
    const { inquiry, effects } = decision;
    expect(inquiry).toMatchObject({
      ...{ id: 'q7', channel: production.channel, answer: { kind: 'posted' }, complete: false },
      finding: {
        kind: 'locks',
        acts: [{ session: blocker.mark, application: 'long report', deed, by, outcome: null }],
      },
    });
    expect(effects).toMatchObject([
      { kind: 'enqueue', job: { name: 'end-sessions', inquiry: 'q7' } },
      { kind: 'draw', message: { kind: 'answer', inquiry: 'q7' } },
      { kind: 'record', entry: { actor: by, action: `session.${deed}-asked`, detail: { pid: blocker.pid } } },
    ]);
  });

  it.each<[string, readonly Blocker[], SessionMark, SessionDeed]>([
    ['nobody is waited for any more', [], idleMark, 'end'],
    ['it is another transaction by now', [aBlocker()], { ...idleMark, transactionStart: '1.5' }, 'end'],
    ['its number is another session by now', [aBlocker()], { ...idleMark, backendStart: '1.5' }, 'end'],
    ['it is at work by now', [busy], activeMark, 'end'],
  ])('is refused where %s', (_, blockers, mark, deed) => {
    expect(asked(blockers, mark, deed)).toMatchObject({ kind: 'refuse', refusal: { code: 'nothing-to-do' } });
  });

  it('is refused once the deploy is over', () => {
    const steps = runningSteps.map((step) =>
      step.name === 'deploy' ? { ...step, state: { kind: 'pending' } as const } : step,
    );
    const press = { deed: 'end' as const, mark: idleMark, by, now: at(9) };
    const decision = blockerStopAsked(aRun({ steps }), press, { environment: production, id: 'q7' as InquiryId });
    expect(decision.kind).toBe('refuse');
  });
});
