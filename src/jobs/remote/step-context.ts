import type { Backup } from '../../domain/backup.ts';
import type { Environment } from '../../domain/environment.ts';
import type { HostLockOwner } from '../../domain/inquiry.ts';
import type { Run, StepName } from '../../domain/run.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Host } from '../../ports/remote.ts';
import type { Targets, ToolSecrets } from '../../ports/target.ts';
import { lockName } from '../../steps/lock-name.ts';
import type { StepContext } from '../../steps/step.ts';
import { type Claim, recordStepRunning } from '../../usecases/execute-run.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { ClaimLost, runTask } from './run-task.ts';

/** One run in one worker's hands: the host, the lock it owns there, and the secrets it has seen. */
export interface RunSite {
  readonly deps: WorkerDeps;
  readonly claim: Claim;
  readonly environment: Environment;
  readonly host: Host;
  readonly owner: HostLockOwner;
  readonly targets: Targets;
  readonly signal: AbortSignal;
  readonly seenSecrets: Set<Secret>;
  readonly earlyBackup: Backup | null;
  readonly earlierBackups: readonly Backup[];
}

/** What one step of the run works with. */
export function stepContext(site: RunSite, run: Run, step: StepName): StepContext {
  const { deps, claim, environment, host, owner, targets, signal, seenSecrets } = site;
  const task = {
    directory: environment.directory,
    lock: { name: lockName(environment), owner },
    timeLimitMs: environment.limits.stepMs,
  };
  const taskSite = { deps, run, claim, step, host, task, signal, secrets: () => [...seenSecrets] };
  return {
    run,
    environment,
    host,
    targets,
    owner,
    now: deps.clock.now,
    earlyBackup: site.earlyBackup,
    earlierBackups: site.earlierBackups,
    runTask: (plan, options = {}) => runTask(taskSite, plan, options),
    report: async (progress) => {
      const held = await recordStepRunning(deps, claim, { step, progress, begun: false, memo: null });
      if (held === null) throw new ClaimLost(`run ${run.id} was taken over`);
    },
    toolSecrets: () => toolSecrets(site),
    ownRunEnded: async (id) => (await deps.store.run(id))?.state.kind === 'ended',
    pause: deps.pause,
  };
}

/** The target's rooms, with every secret that passes remembered for masking. */
export function rememberingSecrets(targets: Targets, seen: Set<Secret>): Targets {
  return {
    ...targets,
    open: async (environment, host) => {
      const opened = await targets.open(environment, host);
      if (opened.kind === 'open') for (const name of secretNames) seen.add(opened.session.tools[name]);
      return opened;
    },
  };
}

/** Host, port, user and database are no secrets, and masking them would blind the log. */
const secretNames = ['PGPASSWORD'] as const;

/**
 * The connection as the app has it. While the service is stopped only a worker that saw it before knows it; one that
 * took over starts the service for a moment to ask.
 */
async function toolSecrets(site: RunSite): Promise<ToolSecrets> {
  const { environment, host, targets } = site;
  const known = toolSecretsOfRun.get(site);
  if (known !== undefined) return known;
  const first = await targets.open(environment, host);
  const opened = first.kind === 'open' ? first : await whileStarted(site, () => targets.open(environment, host));
  if (opened.kind === 'trouble')
    throw new Error(`reading the connection of ${environment.id}: ${opened.trouble.message}`);
  const { tools } = opened.session;
  await opened.session[Symbol.asyncDispose]();
  toolSecretsOfRun.set(site, tools);
  return tools;
}

const toolSecretsOfRun = new WeakMap<RunSite, ToolSecrets>();

async function whileStarted<T>({ environment, host }: RunSite, ask: () => Promise<T>): Promise<T> {
  const { start, stop } = environment.service;
  const call = (argv: readonly string[]) =>
    host.exec({ argv, directory: environment.directory, stdin: null, timeLimitMs: environment.limits.stepMs });
  if (start === null || stop === null) return ask();
  await call(start);
  try {
    return await ask();
  } finally {
    await call(stop);
  }
}
