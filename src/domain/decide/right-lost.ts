import { rightFor } from '../allowed.ts';
import { approvalPolicyOf } from '../approvals.ts';
import { waitsForNobody } from '../emergency.ts';
import type { Run } from '../run.ts';
import type { Situation } from '../situation.ts';
import { type Trouble, trouble } from '../trouble.ts';
import { rightRefusal } from './right-refusal.ts';

/**
 * Why a run must not begin. Where nobody has to approve, it stands on who asked for it alone: somebody who left, or lost
 * the right since, starts nothing. Elsewhere those who approved stand for it, and are looked at.
 */
export function rightLost(run: Run, situation: Situation): Trouble | null {
  if (approvalPolicyOf(run, situation) !== null || waitsForNobody(run, situation)) return null;
  const right = rightFor(run.purpose);
  if (rightRefusal(right, run.requestedBy, situation) === null) return null;
  const message = `Who asked for this does not hold the right ${right} on ${run.environment} any more, and nobody else had to approve it.`;
  return trouble('right-lost', message);
}
