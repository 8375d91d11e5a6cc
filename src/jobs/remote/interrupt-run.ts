import type { RunId } from '../../domain/ids.ts';
import type { Run } from '../../domain/run.ts';
import { interruptMigration } from '../../steps/interrupt.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { taskId } from './run-task.ts';

/** What was just begun may not be there yet to be interrupted; within this time it is. */
const patienceMs = 60_000;
const pauseMs = 500;

/**
 * Somebody pressed *Cancel* on a running run: a migration is cancelled at the database, a backup's script is ended.
 * Every other step is short, and the run stops behind it.
 */
export async function interruptRun(deps: WorkerDeps, id: RunId): Promise<void> {
  const deadline = deps.clock.now() + patienceMs;
  for (;;) {
    const run = await deps.store.run(id);
    if (run === null || (await interruptOnce(deps, run)) || deps.clock.now() > deadline) return;
    await deps.pause(pauseMs);
  }
}

/** True once there is nothing more to interrupt. */
async function interruptOnce(deps: WorkerDeps, run: Run): Promise<boolean> {
  if (run.state.kind !== 'running' || run.state.cancelling === null) return true;
  const step = run.steps.find(({ state }) => state.kind === 'running')?.name;
  if (step !== 'deploy' && step !== 'backup') return true;
  const environment = findEnvironment(deps, run.environment);
  if (environment === null) return true;
  const host = await deps.remote.host(environment.host);
  return step === 'deploy'
    ? interruptMigration({ environment, host, targets: deps.targets, pause: deps.pause })
    : host.signal({ id: taskId(run, step) }, 'TERM');
}
