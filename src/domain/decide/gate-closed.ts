import type { Decision } from '../decision.ts';
import type { Gate } from '../gates/gate.ts';
import type { Run } from '../run.ts';
import type { Situation } from '../situation.ts';
import { ended } from './ending.ts';
import { holds } from './execution.ts';
import { leave, recordOf } from './outcome.ts';
import { settle } from './settle.ts';

/**
 * A gate closed between the approval and the start: nothing has begun, and the run waits on its card again. The receipt is
 * the same, so what was approved and reviewed still counts.
 */
export function gateClosed(run: Run, at: { token: number; gates: readonly Gate[] }, situation: Situation): Decision {
  if (!holds(run, at.token) || run.plan === null) return leave;
  const { cancelling } = run.state;
  if (cancelling !== null) return ended(run, { kind: 'cancelled', by: cancelling, duringStep: null }, situation);
  const again: Run = {
    ...run,
    plan: { ...run.plan, gates: at.gates },
    steps: run.steps.map((step) => ({ ...step, state: { kind: 'pending' } })),
    state: { kind: 'waiting', expiresAt: null, remindAt: null, reminder: 'none', voided: [] },
  };
  const detail = at.gates.map(({ id }) => id);
  return settle(again, situation, [recordOf(run, { at: situation.now, actor: null, action: 'run.sent-back', detail })]);
}
