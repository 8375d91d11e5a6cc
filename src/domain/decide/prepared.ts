import { approvalPolicyOf, countedApprovals } from '../approvals.ts';
import type { Decision } from '../decision.ts';
import type { Effect } from '../effect.ts';
import { waitsForNobody } from '../emergency.ts';
import { holdingApproval } from '../gates/menu.ts';
import type { Missing } from '../readiness-types.ts';
import { differencesOf } from '../receipt.ts';
import type { Plan, Run, RunState } from '../run.ts';
import type { Situation } from '../situation.ts';
import type { Trouble } from '../trouble.ts';
import { ended } from './ending.ts';
import { attachSql, leave, recordOf, redrawCalls } from './outcome.ts';
import { callApprovers, settle } from './settle.ts';

/**
 * A worker looked at the files and the history. The first plan opens the card for approvals; a later one with another
 * receipt voids what was approved and says what changed.
 */
export function prepared(run: Run, plan: Plan, situation: Situation): Decision {
  if (run.state.kind === 'preparing') return opened(run, plan, situation);
  if (run.state.kind !== 'waiting' || run.plan === null) return leave;
  if (run.plan.receipt === plan.receipt) return lookedAnew({ ...run, plan }, run.plan, situation);
  return voided({ ...run, plan }, differencesOf(run.plan, plan), situation);
}

/** The same receipt; whoever could not approve before, because of a gate, is called now. */
function lookedAnew(run: Run, before: Plan, situation: Situation): Decision {
  const opened = holdingApproval(before.gates).length > 0;
  return settle(run, situation, opened ? callApprovers(run, situation, 'asked') : []);
}

/**
 * Preparing found a reason not to begin. A request that already waits goes on waiting, since a host may be away for a
 * moment; unless nothing is left to do.
 */
export function preparationFailed(run: Run, trouble: Trouble, situation: Situation): Decision {
  const needless = run.state.kind === 'waiting' && trouble.code === 'nothing-pending';
  if (run.state.kind !== 'preparing' && !needless) return leave;
  return ended(run, { kind: 'failed', step: null, trouble }, situation);
}

function opened(run: Run, plan: Plan, situation: Situation): Decision {
  const waiting: Run = { ...run, plan, state: waitingFor([]) };
  return settle(waiting, situation, [...callApprovers(waiting, situation, 'asked'), ...attachSql(waiting, situation)]);
}

/** Back to the card: approvals for another receipt are dropped (the audit chain keeps them), and people are asked again. */
export function voided(
  run: Run,
  changes: readonly string[],
  situation: Situation,
  effects: readonly Effect[] = [],
): Decision {
  const { now } = situation;
  const approvals = run.approvals.filter(({ receipt }) => receipt === run.plan?.receipt);
  const again: Run = { ...run, approvals, state: waitingFor(changes) };
  return settle(again, situation, [
    ...effects,
    redrawCalls(run),
    ...callApprovers(again, situation, 'asked'),
    ...attachSql(again, situation),
    recordOf(run, { at: now, actor: null, action: 'approvals.voided', detail: [...changes] }),
  ]);
}

/** Back to the card because something is missing at the start that was there before. Approvals that count still do. */
export function sentBack(run: Run, missing: readonly Missing[], situation: Situation): Decision {
  const { now } = situation;
  const again: Run = { ...run, state: waitingFor(lostApprovals(run, situation)) };
  return settle(again, situation, [
    redrawCalls(run),
    ...callApprovers(again, situation, 'asked'),
    recordOf(run, { at: now, actor: null, action: 'run.sent-back', detail: missing.map(({ kind }) => kind) }),
  ]);
}

function lostApprovals(run: Run, situation: Situation): readonly string[] {
  if (run.emergency !== null && !waitsForNobody(run, situation)) {
    return ['it is no emergency any more: whoever declared it lost the right `emergency`, or left the workspace'];
  }
  const policy = approvalPolicyOf(run, situation);
  const counted = countedApprovals(run, situation).length;
  if (policy === null || counted >= policy.required) return [];
  return [
    `only ${counted} of ${policy.required} approvals still count: somebody lost the right to approve, or left the workspace`,
  ];
}

/** Settling sets the deadlines. */
const waitingFor = (changes: readonly string[]): RunState => ({
  kind: 'waiting',
  expiresAt: null,
  remindAt: null,
  reminder: 'none',
  voided: changes,
});
