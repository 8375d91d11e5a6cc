import type { Run, Step, StepName } from '../run.ts';
import type { StepResult } from '../step-result.ts';
import type { Trouble } from '../trouble.ts';

/**
 * A restore that failed before it changed the database, while the service stands stopped for it: what is left is to start
 * the service again. Null where nothing was stopped, or where the database may be half restored: then it stays stopped.
 */
export function wayBack<R extends Run>(run: R, { step, result }: { step: StepName; result: StepResult }): R | null {
  if (run.purpose.kind !== 'restore' || result.kind !== 'failed') return null;
  const untouched = step === 'stop' || step === 'safety-backup' || (step === 'restore' && result.unchanged === true);
  if (!untouched || kindOf(run, 'stop') === 'skipped' || kindOf(run, 'start') !== 'pending') return null;
  return { ...run, steps: run.steps.map((one) => (one.state.kind === 'pending' ? leftOut(one) : one)) };
}

const leftOut = (step: Step): Step =>
  step.name === 'start' || step.name === 'health'
    ? step
    : { ...step, state: { kind: 'skipped', why: 'nothing was restored' } };

/** What ended a run, or will end it once the service was started again. */
export function failureOf({ steps }: Run): { readonly step: StepName; readonly trouble: Trouble } | null {
  for (const { name, state } of steps) if (state.kind === 'failed') return { step: name, trouble: state.trouble };
  return null;
}

const kindOf = ({ steps }: Run, name: StepName) => steps.find((step) => step.name === name)?.state.kind ?? null;
