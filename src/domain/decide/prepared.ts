import type { EpochMs } from '../../lib/time.ts';
import { after } from '../../lib/time.ts';
import { approvalPolicyOf } from '../approvals.ts';
import type { Decision } from '../decision.ts';
import { differencesOf } from '../receipt.ts';
import type { Plan, Run, RunState } from '../run.ts';
import type { Situation } from '../situation.ts';
import type { Trouble } from '../trouble.ts';
import { ended } from './ending.ts';
import { leave, recordOf } from './outcome.ts';
import { callApprovers, settle } from './settle.ts';

/**
 * A worker looked at the files and the history. The first plan opens the card for approvals; a later one with another
 * receipt voids what was approved and says what changed.
 */
export function prepared(run: Run, plan: Plan, situation: Situation): Decision {
  if (run.state.kind === 'preparing') return opened(run, plan, situation);
  if (run.state.kind !== 'waiting' || run.plan === null) return leave;
  if (run.plan.receipt === plan.receipt) return settle({ ...run, plan }, situation, []);
  return voided({ ...run, plan }, differencesOf(run.plan, plan), situation);
}

/** Preparing found a reason not to begin. */
export function preparationFailed(run: Run, trouble: Trouble, situation: Situation): Decision {
  if (run.state.kind !== 'preparing') return leave;
  return ended(run, { kind: 'failed', step: null, trouble }, situation);
}

function opened(run: Run, plan: Plan, situation: Situation): Decision {
  const waiting: Run = { ...run, plan, state: waitingFrom(run, situation, []) };
  return settle(waiting, situation, callApprovers(waiting, situation, 'asked'));
}

/** Back to the card: approvals for another receipt are dropped (the audit chain keeps them), and people are asked again. */
export function voided(run: Run, changes: readonly string[], situation: Situation): Decision {
  const { now } = situation;
  const approvals = run.approvals.filter(({ receipt }) => receipt === run.plan?.receipt);
  const again: Run = { ...run, approvals, state: waitingFrom(run, situation, changes) };
  return settle(again, situation, [
    recordOf(run, { at: now, actor: null, action: 'approvals.voided', detail: [...changes] }),
  ]);
}

function waitingFrom(run: Run, situation: Situation, changes: readonly string[]): RunState {
  const policy = approvalPolicyOf(run, situation);
  const at = (ms: number | null): EpochMs | null => (ms === null ? null : after(situation.now, ms));
  return {
    kind: 'waiting',
    expiresAt: at(policy?.expireAfterMs ?? null),
    remindAt: at(policy?.remindAfterMs ?? null),
    reminder: 'none',
    voided: changes,
  };
}
