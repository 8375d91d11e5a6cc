import { nextStep, type Run } from '../../domain/run.ts';
import { RemoteOutage } from '../../ports/remote.ts';
import { lockName } from '../../steps/lock-name.ts';
import { recordNeverBegan } from '../../usecases/execute-run.ts';
import { begunTask } from './run-task.ts';
import type { RunSite } from './step-context.ts';
import { unlessLeft } from './unless-left.ts';

/**
 * As long as a follower waits for a host that is away; and no more tries than fit into it, or a clock that jumps back
 * would lengthen it.
 */
export const patience = { ms: 2 * 60_000, pauseMs: 1_000, tries: 120 } as const;

/** Whether a host that has been away so long, and was asked so often since, is asked once more. */
export const isPatient = (awayMs: number, tries: number): boolean => awayMs <= patience.ms && tries <= patience.tries;

/**
 * What comes before the first step of a run that another worker began: the lock's token is raised, so that this worker,
 * should it come back from the dead, begins nothing any more; and the secrets are learnt that no log may show.
 * A lock that somebody else holds by now is left alone: whatever is begun finds out.
 * Answers with the run as it is then (ended, where somebody pressed *Cancel* before anything of its step was begun), or
 * null where the claim was lost.
 * @throws RemoteOutage when the host stays away
 */
export async function takeOver(site: RunSite, run: Run): Promise<Run | null> {
  const { deps, environment, host, owner, targets } = site;
  return whileAway(site, run, async () => {
    const present = await takeUp(site, run);
    const opened = await targets.open(environment, host);
    if (opened.kind === 'open') await opened.session[Symbol.asyncDispose]();
    else deps.log.warn({ run: owner.run, code: opened.trouble.code }, 'the secrets of a run could not be learnt again');
    return present;
  });
}

/**
 * The mark in our tables comes before the task: a worker may have died between the two. The host proves that nothing
 * began where the run's own lock still stands beside no trace of the task, once the lock refuses the earlier worker.
 * Where the lock is gone, traces may be gone with it; it stays away then, or it would prove at the next look what it
 * does not know.
 */
async function takeUp(site: RunSite, run: Run): Promise<Run | null> {
  const { deps, claim, environment, host, owner } = site;
  const name = lockName(environment);
  const begun = begunTask(run);
  const before = begun === null ? null : await host.lockOwner(name);
  const stood = before !== null && before.instance === owner.instance && before.run === owner.run;
  if (stood || begun === null) await host.takeLock(name, owner);
  if (begun === null || begun.task === null) return run;
  if (await host.hasTraceOf({ id: begun.task })) {
    if (!stood) await host.takeLock(name, owner);
    return run;
  }
  if (!stood) return run;
  deps.log.warn({ run: run.id, step: begun.step }, 'what was marked as begun never began on the host');
  return recordNeverBegan(deps, claim, begun.step);
}

async function whileAway(site: RunSite, run: Run, work: () => Promise<Run | null>): Promise<Run | null> {
  const { clock, pause } = site.deps;
  const since = clock.now();
  const step = nextStep(run);
  for (let tries = 1; ; tries++) {
    try {
      if (tries === 1) return await work();
      const next = await unlessLeft(site, step, work);
      return next.kind === 'left' ? next.run : next.value;
    } catch (error) {
      if (!(error instanceof RemoteOutage) || !mayComeBack(error) || !isPatient(clock.now() - since, tries))
        throw error;
    }
    await pause(patience.pauseMs);
  }
}

const mayComeBack = ({ trouble }: RemoteOutage): boolean =>
  trouble.code === 'connection-lost' || trouble.code === 'host-unreachable';
