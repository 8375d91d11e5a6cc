import type { Claim } from '../../usecases/execute-run.ts';
import type { WorkerDeps } from '../worker-deps.ts';

/** How often a worker says that it still works on a run; a run is taken over after several silences. */
const beatEveryMs = 3_000;

/** Keeps the claim alive until disposed. `signal` aborts once somebody else holds the run. */
export interface Heartbeat extends Disposable {
  readonly signal: AbortSignal;
}

export function startHeartbeat(deps: WorkerDeps, claim: Claim): Heartbeat {
  const lost = new AbortController();
  const beat = async () => {
    const held = await deps.store.beat(claim.run, claim.token);
    if (!held) lost.abort(new Error(`run ${claim.run} is not held with token ${claim.token} any more`));
  };
  const timer = setInterval(() => {
    // An unreachable database is not a lost claim: the next beat may get through, and the token guards every write.
    beat().catch((error: unknown) => deps.log.warn({ run: claim.run, error }, 'heartbeat did not get through'));
  }, beatEveryMs);
  return { signal: lost.signal, [Symbol.dispose]: () => clearInterval(timer) };
}
