import { preparationFailed, prepared } from '../domain/decide/prepared.ts';
import type { RunId, Sha256 } from '../domain/ids.ts';
import type { Plan } from '../domain/run.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Changed } from '../ports/store.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';

/** A worker's look at files and history became a plan: keeps the SQL for the review, then opens or voids the card. */
export async function recordPlan(
  deps: Deps,
  run: RunId,
  found: { plan: Plan; sql: ReadonlyMap<Sha256, string> },
): Promise<Changed> {
  await deps.store.saveSql(found.sql);
  return changeRun(deps, { run, delivery: null }, (present, situation) => prepared(present, found.plan, situation));
}

/** The look found a reason not to begin. */
export const recordNoPlan = (deps: Deps, run: RunId, trouble: Trouble): Promise<Changed> =>
  changeRun(deps, { run, delivery: null }, (present, situation) => preparationFailed(present, trouble, situation));
