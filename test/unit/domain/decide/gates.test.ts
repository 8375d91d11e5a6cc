import { describe, expect, it } from 'vitest';
import { approve } from '../../../../src/domain/decide/approve.ts';
import { claim } from '../../../../src/domain/decide/execution.ts';
import { gateClosed } from '../../../../src/domain/decide/gate-closed.ts';
import { prepared } from '../../../../src/domain/decide/prepared.ts';
import type { Gate, GateHold, GateId } from '../../../../src/domain/gates/gate.ts';
import { assess } from '../../../../src/domain/readiness.ts';
import {
  actionsOf,
  ana,
  approvedBy,
  ben,
  calledBy,
  cleo,
  jobsOf,
  noon,
  plan,
  proceeding,
  refusalOf,
  running,
  runningRun,
  situation,
  waitingRun,
} from '../samples.ts';

const gate = (id: GateId, holds: GateHold): Gate => ({
  id,
  holds,
  sentence: 'It is so',
  waysOut: ['Mend it'],
  details: [],
});
const edited = gate('edited', 'approval');
const late = gate('out-of-order', 'nothing');
const held = gate('migration-lock-held', 'start');
const behind = (...gates: readonly Gate[]) => waitingRun({ plan: plan({ gates }) });
const { receipt } = plan();
const press = { by: ben, shownReceipt: receipt.slice(0, 16) };

describe('a request behind a gate', () => {
  it('cannot be approved, and says which gates', () => {
    const decision = approve(behind(edited, late), press, situation());
    expect(decision).toMatchObject({ refusal: { code: 'gate-closed', gates: ['edited'] } });
    expect(refusalOf(approve(behind(late, held), press, situation()))).toBeNull();
  });

  it('still refuses its requester by the rule that always holds', () => {
    expect(refusalOf(approve(behind(edited), { ...press, by: ana }, situation()))).toBe('self-approval');
  });

  it('does not start, whatever else is settled', () => {
    const missing = { kind: 'gate', gate: 'edited' };
    expect(assess(behind(edited, late), situation()).missing).toContainEqual(missing);
    const queued = {
      ...behind(edited),
      state: { kind: 'queued' as const, since: noon, resume: null },
      approvals: approvedBy(ben, cleo),
    };
    expect(proceeding(claim(queued, 'w1', situation())).run.state.kind).toBe('waiting');
  });

  it('calls nobody until it can be approved, and then everybody', () => {
    const asked = waitingRun({ plan: null, state: { kind: 'preparing' } });
    expect(calledBy(proceeding(prepared(asked, plan({ gates: [edited] }), situation())).effects)).toEqual([]);
    expect(calledBy(proceeding(prepared(asked, plan({ gates: [late] }), situation())).effects)).not.toEqual([]);
    const cleared = proceeding(prepared(behind(edited), plan(), situation()));
    expect(calledBy(cleared.effects)).not.toEqual([]);
    expect(cleared.run.plan?.gates).toEqual([]);
    expect(calledBy(proceeding(prepared(behind(late), plan(), situation())).effects)).toEqual([]);
  });
});

describe('a gate that closes between approval and start', () => {
  const at = { token: running.token, gates: [edited] };

  it('sends the run back to its card with its approvals, and it starts once the gate is open', () => {
    const approved = runningRun('preflight', { plan: plan() });
    const back = proceeding(gateClosed(approved, at, situation()));
    expect(back.run.state).toMatchObject({ kind: 'waiting', voided: [] });
    expect(back.run.approvals).toEqual(approved.approvals);
    expect(back.run.steps.every(({ state }) => state.kind === 'pending')).toBe(true);
    expect(actionsOf(back.effects)).toContain('run.sent-back');
    expect(jobsOf(back.effects)).toEqual([]);
    const open = proceeding(prepared(back.run, plan(), situation()));
    expect(open.run.state.kind).toBe('queued');
    expect(jobsOf(open.effects)).toContain('confirm-approvers');
  });

  it('ends a run that somebody is cancelling, and leaves one that another worker holds', () => {
    const cancelling = runningRun('preflight', { state: { ...running, cancelling: ana } });
    expect(proceeding(gateClosed(cancelling, at, situation())).run.state).toMatchObject({
      ending: { kind: 'cancelled' },
    });
    expect(gateClosed(runningRun('preflight'), { ...at, token: 9 }, situation()).kind).toBe('leave');
  });
});
