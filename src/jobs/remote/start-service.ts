import type { Environment } from '../../domain/environment.ts';
import type { RunId } from '../../domain/ids.ts';
import type { ServiceStart } from '../../domain/run.ts';
import { RemoteOutage } from '../../ports/remote.ts';
import { commandTrouble } from '../../steps/task-trouble.ts';
import { recordServiceStart } from '../../usecases/press-card.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import type { WorkerDeps } from '../worker-deps.ts';

type End = NonNullable<ServiceStart['end']>;

/** Starts the service that a failed restore left stopped: only where the run says that somebody wanted it. */
export async function startService(deps: WorkerDeps, id: RunId): Promise<void> {
  const run = await deps.store.run(id);
  const environment = run === null ? null : findEnvironment(deps, run.environment);
  if (run?.serviceStart == null || run.serviceStart.end !== null || environment === null) return;
  await recordServiceStart(deps, id, await started(deps, environment));
}

async function started(deps: WorkerDeps, { host: address, service, directory, limits }: Environment): Promise<End> {
  if (service.start === null) return { kind: 'not-started', why: 'no command is configured for it' };
  try {
    const host = await deps.remote.host(address);
    const exit = await host.exec({ argv: service.start, directory, stdin: null, timeLimitMs: limits.stepMs });
    const problem = commandTrouble(exit, { name: 'The start command', code: 'service-command-failed' });
    return problem === null ? { kind: 'started' } : { kind: 'not-started', why: whole(problem) };
  } catch (error) {
    if (error instanceof RemoteOutage) return { kind: 'not-started', why: error.trouble.message };
    throw error;
  }
}

const whole = ({ message, facts }: { message: string; facts: readonly { value: string }[] }): string =>
  [message, ...facts.map(({ value }) => value)].join(' ');
