import { approvalsLack, approversOf } from '../approvals.ts';
import type { Decision } from '../decision.ts';
import type { Gate } from '../gates/gate.ts';
import { holdingApproval } from '../gates/menu.ts';
import type { Sha256, UserId } from '../ids.ts';
import type { Refusal } from '../refusal.ts';
import { blockers } from '../review.ts';
import type { Run } from '../run.ts';
import type { Situation } from '../situation.ts';
import { ended } from './ending.ts';
import { recordOf, redrawCalls, refuse } from './outcome.ts';
import { rightRefusal } from './right-refusal.ts';
import { settle } from './settle.ts';
import { isShown, notWaiting } from './standing.ts';

/** Somebody approves the receipt that their card showed (its first characters). */
export function approve(run: Run, press: { by: UserId; shownReceipt: string }, situation: Situation): Decision {
  const late = notWaiting(run) ?? expired(run, situation);
  if (late !== null) return refuse(late);
  const { by, shownReceipt } = press;
  if (run.plan === null) return refuse({ code: 'still-preparing', run: run.id });
  const { receipt, gates } = run.plan;
  const refusal = mayApprove(run, by, situation) ?? behindGate(run, gates);
  if (refusal !== null) return refuse(refusal);
  if (!isShown(receipt, shownReceipt)) return refuse({ code: 'receipt-outdated', run: run.id });
  const blocked = blockers(run.plan?.review ?? null);
  if (blocked.length > 0) {
    return refuse({ code: 'review-blocked', run: run.id, rules: [...new Set(blocked.map(({ rule }) => rule))] });
  }
  const earlier = run.approvals.find((approval) => approval.by === by && approval.receipt === receipt);
  if (earlier !== undefined) return refuse({ code: 'already-approved', by, at: earlier.at });
  return approved(run, by, receipt, situation);
}

/** Nobody vouches for files or a database that are not what the migrations say. */
function behindGate({ id }: Run, gates: readonly Gate[]): Refusal | null {
  const holding = holdingApproval(gates);
  return holding.length === 0 ? null : { code: 'gate-closed', run: id, gates: holding.map((gate) => gate.id) };
}

/** The deadline holds also where nobody has looked yet that it passed. */
function expired({ id, state }: Run, { now }: Situation): Refusal | null {
  if (state.kind !== 'waiting' || state.expiresAt === null || now < state.expiresAt) return null;
  return { code: 'run-ended', run: id, how: 'expired', by: null, at: state.expiresAt };
}

function approved(run: Run, by: UserId, receipt: Sha256, situation: Situation): Decision {
  const { now } = situation;
  const others = run.approvals.filter((approval) => approval.by !== by);
  const next: Run = { ...run, approvals: [...others, { by, at: now, receipt }] };
  const calls = redrawCalls(run, approvalsLack(next, situation) ? by : null);
  const record = recordOf(run, { at: now, actor: by, action: 'run.approved', detail: { receipt } });
  return settle(next, situation, [calls, record]);
}

/** The requester never approves; others need the right, or be asked as backup approvers. */
function mayApprove(run: Run, by: UserId, situation: Situation) {
  if (by === run.requestedBy) return { code: 'self-approval' as const };
  if (approversOf(run, situation).includes(by)) return null;
  return rightRefusal('approve', by, situation);
}

/** Somebody who could approve says no. */
export function reject(run: Run, press: { by: UserId; reason: string | null }, situation: Situation): Decision {
  const late = notWaiting(run);
  if (late !== null) return refuse(late);
  const refusal = approversOf(run, situation).includes(press.by) ? null : rightRefusal('approve', press.by, situation);
  if (refusal !== null) return refuse(refusal);
  return ended(run, { kind: 'rejected', by: press.by, reason: press.reason }, situation);
}
