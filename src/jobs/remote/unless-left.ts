import { isCancelled, mayStopAt, type Run, type StepName } from '../../domain/run.ts';
import { type Claim, recordLeftOut } from '../../usecases/execute-run.ts';
import type { WorkerDeps } from '../worker-deps.ts';

const lookEveryMs = 1_000;

export type UnlessLeft<T> =
  | { readonly kind: 'worked'; readonly value: T }
  | { readonly kind: 'left'; readonly run: Run };

/**
 * The end of `work`, or what comes first: somebody pressed *Cancel*, and of the step nothing is begun, so the run ended.
 * Work that is left behind in this way finds its claim gone before it begins anything.
 */
export async function unlessLeft<T>(
  at: { readonly deps: WorkerDeps; readonly claim: Claim },
  step: StepName | null,
  work: () => Promise<T>,
): Promise<UnlessLeft<T>> {
  if (step === null || !mayStopAt(step)) return { kind: 'worked', value: await work() };
  const before = await leftRun(at, step);
  if (before !== null) return { kind: 'left', run: before };
  const working = work();
  const end = working.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([end, at.deps.pause(lookEveryMs)]))) {
    const run = await leftRun(at, step);
    if (run !== null) return { kind: 'left', run };
  }
  return { kind: 'worked', value: await working };
}

async function leftRun({ deps, claim }: { deps: WorkerDeps; claim: Claim }, step: StepName): Promise<Run | null> {
  const run = await deps.store.run(claim.run);
  return run !== null && isCancelled(run) ? recordLeftOut(deps, claim, step) : null;
}
