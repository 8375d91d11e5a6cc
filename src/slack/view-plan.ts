import type { ModalView } from '@slack/types';
import type { InquiryId, UserId } from '../domain/ids.ts';
import type { Refusal } from '../domain/refusal.ts';
import { detailOf } from '../domain/review-detail.ts';
import { planModal } from '../render/plan-modal.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import { readRefusal } from '../usecases/ask.ts';
import { environmentOf } from '../usecases/situation.ts';

type Viewed =
  | { readonly kind: 'modal'; readonly modal: ModalView }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The modal of a plan that was answered, from rows alone. */
export async function viewPlan(
  deps: AppDeps,
  { inquiry: id, by, page }: { inquiry: InquiryId; by: UserId; page: number },
): Promise<Viewed> {
  const finding = (await deps.store.inquiry(id))?.finding ?? null;
  if (finding?.kind !== 'plan' || 'code' in finding.report) {
    return { kind: 'refused', refusal: { code: 'press-unknown' } };
  }
  const refusal = await readRefusal(deps, [finding.environment], by);
  if (refusal !== null) return { kind: 'refused', refusal };
  const { report } = finding;
  const [sql, kept] = await Promise.all([
    deps.store.sql(report.pending.map(({ sha256 }) => sha256)),
    deps.store.reviewDetail(id),
  ]);
  const environment = environmentOf(deps, finding.environment);
  const detail = detailOf(kept, report);
  return { kind: 'modal', modal: planModal({ inquiry: id, environment, report, sql, detail, page }) };
}
