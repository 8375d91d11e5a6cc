import { leave } from '../domain/decide/outcome.ts';
import { preparationFailed, prepared } from '../domain/decide/prepared.ts';
import { settle } from '../domain/decide/settle.ts';
import type { RunId, Sha256 } from '../domain/ids.ts';
import type { ReviewDetail } from '../domain/review-detail.ts';
import { changesDatabase, type Plan, type Run } from '../domain/run.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Changed } from '../ports/store.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';

/** A worker's look at files and history became a plan: keeps the SQL for the review, then opens or voids the card. */
export async function recordPlan(
  deps: Deps,
  run: RunId,
  found: { plan: Plan; sql: ReadonlyMap<Sha256, string>; detail: ReviewDetail | null },
): Promise<Changed> {
  await deps.store.saveSql(found.sql);
  if (found.detail !== null) await deps.store.saveReviewDetail(run, found.detail, deps.clock.now());
  return changeRun(deps, { run, delivery: null }, (present, situation) => prepared(present, found.plan, situation));
}

/** The look found a reason not to begin. */
export const recordNoPlan = (deps: Deps, run: RunId, trouble: Trouble): Promise<Changed> =>
  changeRun(deps, { run, delivery: null }, (present, situation) => preparationFailed(present, trouble, situation));

/**
 * A run changed a database: requests on environments that promote from here are looked at again, so that their row
 * proves itself, or after a restore no longer does.
 */
export async function prepareFollowers(deps: Deps, run: Run): Promise<void> {
  if (!changesDatabase(run.purpose.kind) || run.state.kind !== 'ended' || run.state.ending.kind !== 'succeeded') return;
  const followers = deps.configuration.environments.filter(({ policy }) => policy.promotesFrom === run.environment);
  for (const { id } of followers) {
    const { open } = await deps.store.surroundings(id);
    if (open !== null) await prepareAgain(deps, open.id);
  }
}

/** Has a request looked at once more; also one whose first look is under way and may have come too early. */
const prepareAgain = (deps: Deps, run: RunId): Promise<Changed> =>
  changeRun(deps, { run, delivery: null }, (present, situation) =>
    present.state.kind === 'waiting' || present.state.kind === 'preparing'
      ? settle(present, situation, [{ kind: 'enqueue', job: { name: 'prepare-run', run } }])
      : leave,
  );
