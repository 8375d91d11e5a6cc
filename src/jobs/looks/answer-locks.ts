import { environmentRemoved } from '../../domain/gone-environment.ts';
import type { EnvironmentId } from '../../domain/ids.ts';
import type { Inquiry } from '../../domain/inquiry.ts';
import { lookAtLocks } from '../../steps/locks.ts';
import { recordFinding } from '../../usecases/ask.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { locksSite } from './locks-site.ts';
import { orTrouble } from './or-trouble.ts';

/** Who waits for whom. Where that was answered, and somebody had a session stopped from it, its own job looks again. */
export async function answerLocks(deps: WorkerDeps, inquiry: Inquiry, environment: EnvironmentId): Promise<void> {
  if (inquiry.finding !== null) return;
  const look = async () => {
    const site = await locksSite(deps, environment);
    return site === null ? environmentRemoved(environment) : lookAtLocks(site);
  };
  const finding = { kind: 'locks' as const, environment, report: await orTrouble(look()), acts: [] };
  await recordFinding(deps, inquiry, { finding, complete: true });
}
