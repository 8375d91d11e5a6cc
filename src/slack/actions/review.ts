import { approversOf } from '../../domain/approvals.ts';
import { messageKey } from '../../domain/message.ts';
import type { Run } from '../../domain/run.ts';
import { reviewModal } from '../../render/review-modal.ts';
import { isCutShort } from '../../render/sql.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
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
    const attached = isCutShort(run, sql) && (await isAttached(deps, run));
    const situation = situationOf(deps, run.environment, around);
    const reviewed = run.checklist.review !== null && run.checklist.review.receipt === run.plan?.receipt;
    const mayReview = !reviewed && approversOf(run, situation).includes(by);
    return reviewModal({ run, environment, sql, mayReview, attached });
  });

/** Whether the file is in the thread by now; it comes a moment after the card. */
async function isAttached({ store }: AppDeps, { id, plan }: Run): Promise<boolean> {
  if (plan === null) return false;
  const row = await store.message(messageKey({ kind: 'sql-file', run: id, receipt: plan.receipt }));
  return row !== null && row.refused === null && row.shown >= row.wanted;
}
