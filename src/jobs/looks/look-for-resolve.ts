import { environmentRemoved } from '../../domain/gone-environment.ts';
import type { EnvironmentId } from '../../domain/ids.ts';
import type { ResolveReport } from '../../domain/resolve.ts';
import type { Trouble } from '../../domain/trouble.ts';
import { resolveReport } from '../../steps/resolve-report.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import type { WorkerDeps } from '../worker-deps.ts';

/** What of a migration is in the environment's database. */
export async function lookForResolve(
  deps: WorkerDeps,
  id: EnvironmentId,
  migration: string,
): Promise<ResolveReport | Trouble> {
  const environment = findEnvironment(deps, id);
  if (environment === null) return environmentRemoved(id);
  const host = await deps.remote.host(environment.host);
  return resolveReport({ environment, host, targets: deps.targets, now: deps.clock.now() }, migration);
}
