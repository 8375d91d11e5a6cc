import { waitsForNobody } from './emergency.ts';
import type { UserId } from './ids.ts';
import { everyoneOf } from './people.ts';
import type { ApprovalPolicy, Principal } from './policy.ts';
import { mayDo } from './rights.ts';
import type { Approval, Run } from './run.ts';
import { changesDatabase } from './run.ts';
import type { Situation } from './situation.ts';

/** The approvals that a run needs by the policy of now; null where none are. */
export function approvalPolicyOf(run: Run, situation: Situation): ApprovalPolicy | null {
  if (!changesDatabase(run.purpose.kind) || waitsForNobody(run, situation)) return null;
  return situation.environment.policy.approvals;
}

/** Who may approve this run now: those with the right, and the backup approvers once the reminder brought nothing. */
export function approversOf(run: Run, situation: Situation): readonly UserId[] {
  const { rights, approvals } = situation.environment.policy;
  const escalated = run.state.kind === 'waiting' && run.state.reminder === 'backup-approvers';
  const named: readonly Principal[] = rights.approve === 'members' ? [] : rights.approve;
  const everyone = everyoneOf(escalated ? [...named, ...(approvals?.backup ?? [])] : named, situation.people);
  return everyone.filter((person) => person !== run.requestedBy);
}

/**
 * The approvals that count now: of distinct people other than the requester, for the receipt of now, and by people who
 * hold the right now. Somebody removed since does not count.
 */
export function countedApprovals(run: Run, situation: Situation): readonly Approval[] {
  const valid = run.approvals.filter(
    ({ by, receipt }) => receipt === run.plan?.receipt && mayCount(by, run, situation),
  );
  return valid.filter(({ by }, place) => valid.findIndex((other) => other.by === by) === place);
}

/**
 * Backup approvers keep counting after the run left the state in which they were asked: before that they could not have
 * approved.
 */
function mayCount(by: UserId, { requestedBy }: Run, { environment: { policy }, people }: Situation): boolean {
  if (by === requestedBy) return false;
  return (
    mayDo('approve', by, policy, people) === 'yes' || everyoneOf(policy.approvals?.backup ?? [], people).includes(by)
  );
}

/** Whether so few approvals count that the run may not start. */
export function approvalsLack(run: Run, situation: Situation): boolean {
  const policy = approvalPolicyOf(run, situation);
  return policy !== null && countedApprovals(run, situation).length < policy.required;
}
