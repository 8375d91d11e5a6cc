import {
  becameUnknown,
  claim,
  neverBegan,
  receiptChanged,
  released,
  stepEnded,
  stepRunning,
} from '../domain/decide/execution.ts';
import { gateClosed } from '../domain/decide/gate-closed.ts';
import { leftOut } from '../domain/decide/left-out.ts';
import type { Gate } from '../domain/gates/gate.ts';
import type { RunId } from '../domain/ids.ts';
import type { Blocker } from '../domain/locks.ts';
import type { Plan, Run, StepName } from '../domain/run.ts';
import type { StepResult } from '../domain/step-result.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Changed } from '../ports/store.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';

/** The claim of one worker on one run. */
export interface Claim {
  readonly run: RunId;
  readonly token: number;
}

const internal = (run: RunId) => ({ run, delivery: null });

/** Takes a queued run for `worker`; null when there is nothing to take (another has it, or it must wait again). */
export async function claimRun(deps: Deps, run: RunId, worker: string): Promise<(Run & { claim: Claim }) | null> {
  const changed = await changeRun(deps, internal(run), (present, situation) => claim(present, worker, situation));
  if (changed.kind !== 'changed' || changed.run.state.kind !== 'running') return null;
  return { ...changed.run, claim: { run, token: changed.run.state.token } };
}

/** Records that a step goes on; null when the claim was lost. */
export function recordStepRunning(
  deps: Deps,
  held: Claim,
  at: {
    step: StepName;
    progress: string | null;
    begun: boolean;
    memo: string | null;
    part?: string;
    blockers?: readonly Blocker[];
  },
): Promise<Run | null> {
  return stillHeld(
    changeRun(deps, internal(held.run), (run, { now }) => stepRunning(run, { ...at, token: held.token, now })),
  );
}

/** Records that a step that was marked as begun never began; null when the claim was lost. */
export const recordNeverBegan = (deps: Deps, held: Claim, step: StepName): Promise<Run | null> =>
  stillHeld(
    changeRun(deps, internal(held.run), (run, situation) => neverBegan(run, { token: held.token, step }, situation)),
  );

/** Ends a cancelled run at a step of which nothing is begun; null where something is, or the claim was lost. */
export const recordLeftOut = (deps: Deps, held: Claim, step: StepName): Promise<Run | null> =>
  stillHeld(
    changeRun(deps, internal(held.run), (run, situation) => leftOut(run, { token: held.token, step }, situation)),
  );

/** Records how a step ended; null when the claim was lost meanwhile. */
export function recordStepEnded(
  deps: Deps,
  held: Claim,
  at: { step: StepName; result: StepResult },
): Promise<Run | null> {
  return stillHeld(
    changeRun(deps, internal(held.run), (run, situation) => stepEnded(run, { ...at, token: held.token }, situation)),
  );
}

/** The receipt is not the approved one any more: back to the card. */
export function recordReceiptChanged(
  deps: Deps,
  held: Claim,
  at: { plan: Plan; changes: readonly string[] },
): Promise<Run | null> {
  return stillHeld(
    changeRun(deps, internal(held.run), (run, situation) =>
      receiptChanged(run, { ...at, token: held.token }, situation),
    ),
  );
}

/** A gate closed since the approval: back to the card, with the approvals. */
export function recordGateClosed(deps: Deps, held: Claim, gates: readonly Gate[]): Promise<Run | null> {
  return stillHeld(
    changeRun(deps, internal(held.run), (run, situation) => gateClosed(run, { gates, token: held.token }, situation)),
  );
}

/** Nobody can say how the step ended. */
export function recordUnknown(deps: Deps, held: Claim, at: { step: StepName; trouble: Trouble }): Promise<Run | null> {
  return stillHeld(
    changeRun(deps, internal(held.run), (run, situation) =>
      becameUnknown(run, { ...at, token: held.token }, situation),
    ),
  );
}

/** Offers a run whose worker fell silent to the next free one. */
export const releaseRun = (deps: Deps, silent: Claim): Promise<Changed> =>
  changeRun(deps, internal(silent.run), (run, { now }) => released(run, silent.token, now));

async function stillHeld(change: Promise<Changed>): Promise<Run | null> {
  const changed = await change;
  return changed.kind === 'changed' ? changed.run : null;
}
