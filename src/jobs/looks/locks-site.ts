import type { EnvironmentId } from '../../domain/ids.ts';
import type { LocksSite } from '../../steps/locks.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import type { WorkerDeps } from '../worker-deps.ts';

/** Where the locks of an environment are looked at; null where the configuration no longer has it. */
export async function locksSite(deps: WorkerDeps, id: EnvironmentId): Promise<LocksSite | null> {
  const environment = findEnvironment(deps, id);
  if (environment === null) return null;
  const { store, targets, clock } = deps;
  const executing = async () => {
    const run = (await store.surroundings(id)).executing;
    return run === null ? null : store.run(run);
  };
  return { environment, host: await deps.remote.host(environment.host), targets, executing, now: clock.now };
}
