import type { ModalView } from '@slack/types';
import { approversOf } from '../domain/approvals.ts';
import type { UserId } from '../domain/ids.ts';
import { messageKey } from '../domain/message.ts';
import { detailOf } from '../domain/review-detail.ts';
import type { Run } from '../domain/run.ts';
import { isCutShort, reviewModal } from '../render/review-modal.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import { situationOf } from '../usecases/situation.ts';
import type { ViewedRun } from '../usecases/view-run.ts';

/** The modal of one run's review, from rows alone. `changed`: it was opened for other files. */
export async function viewReview(
  deps: AppDeps,
  { run, environment }: ViewedRun,
  { by, page, changed = false }: { by: UserId; page: number; changed?: boolean },
): Promise<ModalView> {
  const pending = run.plan?.pending ?? [];
  const [sql, kept, around] = await Promise.all([
    deps.store.sql(pending.map(({ sha256 }) => sha256)),
    deps.store.reviewDetail(run.id),
    deps.store.surroundings(run.environment),
  ]);
  const detail = detailOf(kept, run.plan);
  const attached = isCutShort(run, { sql, detail }) && (await isAttached(deps, run));
  const situation = situationOf(deps, run.environment, around);
  const reviewed = run.checklist.review !== null && run.checklist.review.receipt === run.plan?.receipt;
  const mayReview = run.state.kind === 'waiting' && !reviewed && approversOf(run, situation).includes(by);
  return reviewModal({ run, environment, sql, detail, page, mayReview, attached, changed });
}

/** Whether the file is in the thread by now; it comes a moment after the card. */
async function isAttached({ store }: AppDeps, { id, plan }: Run): Promise<boolean> {
  if (plan === null) return false;
  const row = await store.message(messageKey({ kind: 'sql-file', run: id, receipt: plan.receipt }));
  return row !== null && row.refused === null && row.shown >= row.wanted;
}
