import { approversOf } from '../../domain/approvals.ts';
import { reviewModal } from '../../render/review-modal.ts';
import { situationOf } from '../../usecases/situation.ts';
import type { Handler } from './action.ts';
import { openForRun } from './open-for-run.ts';

/** Opens the SQL of every pending file; who may approve can say there that it was read. */
export const review: Handler = (pressed) =>
  openForRun(pressed, async ({ run, environment }) => {
    const { deps, by } = pressed;
    const pending = run.plan?.pending ?? [];
    const [sql, around] = await Promise.all([
      deps.store.sql(pending.map(({ sha256 }) => sha256)),
      deps.store.surroundings(run.environment),
    ]);
    const situation = situationOf(deps, run.environment, around);
    const reviewed = run.checklist.review !== null && run.checklist.review.receipt === run.plan?.receipt;
    return reviewModal({ run, environment, sql, mayReview: !reviewed && approversOf(run, situation).includes(by) });
  });
