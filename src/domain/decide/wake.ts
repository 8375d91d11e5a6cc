import { after } from '../../lib/time.ts';
import { approvalPolicyOf, countedApprovals } from '../approvals.ts';
import type { Decision } from '../decision.ts';
import type { Run, RunState } from '../run.ts';
import type { Situation } from '../situation.ts';
import { ended } from './ending.ts';
import { leave } from './outcome.ts';
import { callApprovers, settle } from './settle.ts';

type Waiting = Extract<RunState, { kind: 'waiting' }>;

/** Time passed: expire, remind, escalate, or start because a window opened. */
export function wake(run: Run, situation: Situation): Decision {
  const { state } = run;
  if (state.kind !== 'waiting') return leave;
  const policy = approvalPolicyOf(run, situation);
  const lacking = policy !== null && countedApprovals(run, situation).length < policy.required;
  if (lacking && state.expiresAt !== null && situation.now >= state.expiresAt) {
    return ended(run, { kind: 'expired' }, situation);
  }
  if (lacking && state.remindAt !== null && situation.now >= state.remindAt) {
    return reminded({ ...run, state }, policy.remindAfterMs, situation);
  }
  return settle(run, situation, []);
}

/** Once to the approvers; after the same time again, to the backup approvers, who may approve from then on. */
function reminded(run: Run & { state: Waiting }, everyMs: number | null, situation: Situation): Decision {
  const first = run.state.reminder === 'none';
  const remindAt = first && everyMs !== null ? after(situation.now, everyMs) : null;
  const state: Waiting = { ...run.state, reminder: first ? 'approvers' : 'backup-approvers', remindAt };
  const next: Run = { ...run, state };
  return settle(next, situation, callApprovers(next, situation, first ? 'reminder' : 'backup'));
}
