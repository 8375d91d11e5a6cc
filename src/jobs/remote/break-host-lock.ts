import type { EnvironmentId } from '../../domain/ids.ts';
import { lockName } from '../../steps/lock-name.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import type { WorkerDeps } from '../worker-deps.ts';

/** Removes the host's lock. Somebody with the right `destroy` said so, and the audit chain has it. */
export async function breakHostLock(deps: WorkerDeps, id: EnvironmentId): Promise<void> {
  const environment = findEnvironment(deps, id);
  if (environment === null) return;
  const host = await deps.remote.host(environment.host);
  await host.breakLock(lockName(environment));
}
