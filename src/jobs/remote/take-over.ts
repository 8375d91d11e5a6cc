import { RemoteOutage } from '../../ports/remote.ts';
import { lockName } from '../../steps/lock-name.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import type { RunSite } from './step-context.ts';

/** As long as a follower waits for a host that is away. */
const patienceMs = 2 * 60_000;
const pauseMs = 1_000;

/**
 * What comes before the first step of a run that another worker began: the lock's token is raised, so that this worker,
 * should it come back from the dead, begins nothing any more; and the secrets are learnt that no log may show.
 * A lock that somebody else holds by now is left alone: whatever is begun finds out.
 * @throws RemoteOutage when the host stays away
 */
export async function takeOver(site: RunSite): Promise<void> {
  const { deps, environment, host, owner, targets } = site;
  await whileAway(deps, async () => {
    await host.takeLock(lockName(environment), owner);
    const opened = await targets.open(environment, host);
    if (opened.kind === 'open') return opened.session[Symbol.asyncDispose]();
    deps.log.warn({ run: owner.run, code: opened.trouble.code }, 'the secrets of a run could not be learnt again');
  });
}

async function whileAway(
  { clock, pause }: Pick<WorkerDeps, 'clock' | 'pause'>,
  work: () => Promise<void>,
): Promise<void> {
  const deadline = clock.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RemoteOutage) || !mayComeBack(error) || clock.now() > deadline) throw error;
    }
    await pause(pauseMs);
  }
}

const mayComeBack = ({ trouble }: RemoteOutage): boolean =>
  trouble.code === 'connection-lost' || trouble.code === 'host-unreachable';
