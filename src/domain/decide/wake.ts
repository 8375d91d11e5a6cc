import { after } from '../../lib/time.ts';
import { approvalPolicyOf, approvalsLack } from '../approvals.ts';
import type { Decision } from '../decision.ts';
import { isOverdue } from '../emergency.ts';
import type { Run, RunState } from '../run.ts';
import type { Situation } from '../situation.ts';
import { remindedOfReview } from './emergency.ts';
import { ended } from './ending.ts';
import { leave } from './outcome.ts';
import { callApprovers, settle, unconfirmed } from './settle.ts';

type Waiting = Extract<RunState, { kind: 'waiting' }>;

/** Time passed: expire, remind, escalate, start because a window opened, or ask again for the review of an emergency. */
export function wake(run: Run, situation: Situation): Decision {
  const { state } = run;
  if (state.kind === 'queued') return unconfirmed(run, situation);
  if (state.kind === 'ended') return remindedOfReview(run, situation);
  if (state.kind !== 'waiting') return leave;
  const lacking = approvalsLack(run, situation);
  const expired = lacking && state.expiresAt !== null && situation.now >= state.expiresAt;
  if (expired || isOverdue(run, situation.now)) {
    return ended(run, { kind: 'expired' }, situation);
  }
  if (lacking && state.remindAt !== null && situation.now >= state.remindAt) {
    return reminded({ ...run, state }, situation);
  }
  return settle(run, situation, []);
}

/** Once to the approvers; after the same time again, to the backup approvers, who may approve from then on. */
function reminded(run: Run & { state: Waiting }, situation: Situation): Decision {
  const first = run.state.reminder === 'none';
  const policy = approvalPolicyOf(run, situation);
  const everyMs = policy === null || policy.backup.length === 0 ? null : policy.remindAfterMs;
  const remindAt = first && everyMs !== null ? after(situation.now, everyMs) : null;
  const state: Waiting = { ...run.state, reminder: first ? 'approvers' : 'backup-approvers', remindAt };
  const next: Run = { ...run, state };
  return settle(next, situation, callApprovers(next, situation, first ? 'reminder' : 'backup'));
}
