import type { RunId } from '../../domain/ids.ts';
import { interruptMigration } from '../../steps/interrupt.ts';
import { environmentOf } from '../../usecases/situation.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { taskId } from './run-task.ts';

/** Somebody pressed *Cancel* on a running run: a migration is cancelled at the database, a backup's script is ended. */
export async function interruptRun(deps: WorkerDeps, id: RunId): Promise<void> {
  const run = await deps.store.run(id);
  if (run === null || run.state.kind !== 'running' || run.state.cancelling === null) return;
  const step = run.steps.find(({ state }) => state.kind === 'running')?.name;
  const environment = environmentOf(deps, run.environment);
  const host = await deps.remote.host(environment.host);
  if (step === 'deploy') await interruptMigration({ environment, host, targets: deps.targets, pause: deps.pause });
  if (step === 'backup') await host.signal({ id: taskId(run, step) }, 'TERM');
}
