import type { Backup } from '../../domain/backup.ts';
import type { Environment } from '../../domain/environment.ts';
import type { HostLockOwner } from '../../domain/inquiry.ts';
import { leftServiceStopped } from '../../domain/left-behind.ts';
import type { Run, StepName } from '../../domain/run.ts';
import type { Host } from '../../ports/remote.ts';
import type { Targets, ToolSecrets } from '../../ports/target.ts';
import { lockName } from '../../steps/lock-name.ts';
import type { Carried, StepContext } from '../../steps/step.ts';
import { type Claim, recordStepRunning } from '../../usecases/execute-run.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { answeringHost } from './answering-host.ts';
import { begunPart, ClaimLost, runTask } from './run-task.ts';

/** One run in one worker's hands: the host and the lock it owns there. */
export interface RunSite {
  readonly deps: WorkerDeps;
  readonly claim: Claim;
  readonly environment: Environment;
  readonly host: Host;
  readonly owner: HostLockOwner;
  readonly targets: Targets;
  readonly signal: AbortSignal;
  readonly seen: SeenConnection;
  readonly carried: Carried;
  readonly earlyBackup: Backup | null;
  readonly earlierBackups: readonly Backup[];
}

/** The app's connection as the run last saw it. */
export interface SeenConnection {
  tools: ToolSecrets | null;
}

/** What one step of the run works with. */
export function stepContext(site: RunSite, run: Run, step: StepName): StepContext {
  const { deps, claim, environment, host, owner, targets, signal } = site;
  const task = {
    directory: environment.directory,
    lock: { name: lockName(environment), owner },
    timeLimitMs: environment.limits.stepMs,
  };
  const taskSite = { deps, run, claim, step, host, task, signal };
  return {
    run,
    environment,
    host: answeringHost(host),
    targets,
    owner,
    now: deps.clock.now,
    earlyBackup: site.earlyBackup,
    earlierBackups: site.earlierBackups,
    begunPart: begunPart(run, step),
    runTask: (plan, options = {}) => runTask(taskSite, plan, options),
    report: async (progress, blockers) => {
      const seen = blockers === undefined ? {} : { blockers };
      const held = await recordStepRunning(deps, claim, { step, progress, begun: false, memo: null, ...seen });
      if (held === null) throw new ClaimLost(`run ${run.id} was taken over`);
    },
    toolSecrets: () => toolSecrets(site, run),
    ownRunEnded: async (id) => (await deps.store.run(id))?.state.kind === 'ended',
    presentRun: async () => (await deps.store.run(run.id)) ?? run,
    pause: deps.pause,
    carried: site.carried,
  };
}

/** The target's rooms, with the last connection that passes remembered. */
export function remembering(targets: Targets, seen: SeenConnection): Targets {
  return {
    ...targets,
    open: async (environment, host) => {
      const opened = await targets.open(environment, host);
      if (opened.kind === 'trouble') return opened;
      seen.tools = opened.session.tools;
      return opened;
    },
  };
}

/**
 * The connection as the app has it, from the run's own preflight. A worker that took over while the service is stopped
 * starts it for a moment to ask: the connection is stored nowhere.
 */
async function toolSecrets(site: RunSite, run: Run): Promise<ToolSecrets> {
  const { environment, host, targets, seen } = site;
  if (seen.tools !== null) return seen.tools;
  const first = await targets.open(environment, host);
  const again = first.kind === 'trouble' && leftServiceStopped(run);
  const opened = again ? await whileStarted(site, () => targets.open(environment, host)) : first;
  if (opened.kind === 'trouble')
    throw new Error(`reading the connection of ${environment.id}: ${opened.trouble.message}`);
  const { tools } = opened.session;
  await opened.session[Symbol.asyncDispose]();
  return tools;
}

/** Only for a service that this run stopped: any other would be stopped by it. @throws when it does not stop again */
async function whileStarted<T>({ environment, host }: RunSite, ask: () => Promise<T>): Promise<T> {
  const { start, stop } = environment.service;
  const call = (argv: readonly string[]) =>
    host.exec({ argv, directory: environment.directory, stdin: null, timeLimitMs: environment.limits.stepMs });
  if (start === null || stop === null) return ask();
  await call(start);
  const answer = await ask();
  const stopped = await call(stop);
  if (stopped.kind === 'exited' && stopped.code === 0) return answer;
  throw new Error(`stopping the service of ${environment.id} again: ${stopped.kind}`);
}
