import type { Run } from '../../domain/run.ts';
import type { Trouble } from '../../domain/trouble.ts';
import { RemoteOutage } from '../../ports/remote.ts';
import { lockName } from '../../steps/lock-name.ts';
import type { Claim } from '../../usecases/execute-run.ts';
import { environmentOf } from '../../usecases/situation.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { type RunSite, remembering } from './step-context.ts';
import { takeOver } from './take-over.ts';

/** A run in this worker's hands, as it is once the site is open; null where the claim was lost. */
export interface Opened {
  readonly site: RunSite;
  readonly run: Run | null;
}

/** The host, the lock and what is known of backups; a trouble where the host cannot be reached. */
export async function openSite(
  deps: WorkerDeps,
  run: Run & { claim: Claim },
  signal: AbortSignal,
): Promise<Opened | Trouble> {
  const environment = environmentOf(deps, run.environment);
  try {
    const [host, instance, backups, early] = await Promise.all([
      deps.remote.host(environment.host),
      deps.store.instance(),
      deps.store.backups(environment.id),
      earlyBackup(deps, run),
    ]);
    const seen: RunSite['seen'] = { tools: null };
    const { claim } = run;
    const site: RunSite = {
      deps,
      claim,
      environment,
      host,
      signal,
      seen,
      carried: { approved: null },
      owner: { instance, run: run.id, token: claim.token, since: deps.clock.now() },
      targets: remembering(deps.targets, seen),
      earlyBackup: early,
      earlierBackups: backups.filter((backup) => backup.run !== run.id),
    };
    return { site, run: claim.token > 1 ? await takeOver(site, run) : run };
  } catch (error) {
    if (error instanceof RemoteOutage) return error.trouble;
    throw error;
  }
}

async function earlyBackup(deps: WorkerDeps, { checklist }: Run) {
  if (checklist.backup === null) return null;
  return (await deps.store.run(checklist.backup.run))?.backup ?? null;
}

/** Gives the host's lock back. */
export async function releaseLock({ deps, host, environment, owner }: RunSite): Promise<void> {
  try {
    await host.releaseLock(lockName(environment), owner);
  } catch (error) {
    // The next run of this Godwit takes over a lock whose run has ended.
    deps.log.warn({ run: owner.run, error }, 'the lock on the host could not be released');
  }
}
