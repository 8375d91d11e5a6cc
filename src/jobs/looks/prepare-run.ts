import type { Environment } from '../../domain/environment.ts';
import { environmentRemoved } from '../../domain/gone-environment.ts';
import type { RunId } from '../../domain/ids.ts';
import type { Plan, Promotion } from '../../domain/run.ts';
import { RemoteOutage } from '../../ports/remote.ts';
import { lookAtSource, makePlan } from '../../steps/plan.ts';
import { recordNoPlan, recordPlan } from '../../usecases/prepare-run.ts';
import { environmentOf, findEnvironment } from '../../usecases/situation.ts';
import type { WorkerDeps } from '../worker-deps.ts';

/** Looks at files and history for a request, and makes the receipt that approvals are for. */
export async function prepareRun(deps: WorkerDeps, id: RunId): Promise<void> {
  const run = await deps.store.run(id);
  if (run === null || (run.state.kind !== 'preparing' && run.state.kind !== 'waiting')) return;
  const environment = findEnvironment(deps, run.environment);
  if (environment === null) return void (await recordNoPlan(deps, id, environmentRemoved(run.environment)));
  try {
    const host = await deps.remote.host(environment.host);
    const { targets, clock } = deps;
    const promotion = (pending: Plan['pending']) => promotionOf(deps, environment, pending);
    const instance = await deps.store.instance();
    const made = await makePlan({ run, environment, host, targets, instance, now: clock.now(), promotion });
    await (made.kind === 'plan' ? recordPlan(deps, id, made) : recordNoPlan(deps, id, made.trouble));
  } catch (error) {
    if (!(error instanceof RemoteOutage)) throw error;
    await recordNoPlan(deps, id, error.trouble);
  }
}

async function promotionOf(
  deps: WorkerDeps,
  environment: Environment,
  pending: Plan['pending'],
): Promise<Promotion | null> {
  const { promotesFrom } = environment.policy;
  if (promotesFrom === null || pending.length === 0) return null;
  const source = environmentOf(deps, promotesFrom);
  const now = deps.clock.now();
  try {
    const host = await deps.remote.host(source.host);
    return await lookAtSource({ source, host, targets: deps.targets, pending, now });
  } catch (error) {
    if (!(error instanceof RemoteOutage)) throw error;
    const unproved = pending.map(({ name }) => name);
    return { from: source.id, lookedAt: now, proved: [], unproved, trouble: error.trouble };
  }
}
