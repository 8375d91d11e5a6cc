import type { ModalView } from '@slack/types';
import { notReadable } from '../../domain/decide/standing.ts';
import type { InquiryId, RunId } from '../../domain/ids.ts';
import { readPage } from '../../render/action-ids.ts';
import { refusalModal } from '../../render/refusal-modal.ts';
import { readRefusal } from '../../usecases/ask.ts';
import { viewRun } from '../../usecases/view-run.ts';
import { refuse } from '../exchange.ts';
import { viewPlan } from '../view-plan.ts';
import { viewReview } from '../view-review.ts';
import type { Handler, Pressed } from './action.ts';

/** Another page of the review that is open, of a run or of an answered plan. */
export const turnReviewPage: Handler = async (pressed) => {
  if (pressed.viewId === null) return refuse(pressed, { code: 'press-unknown' });
  await pressed.ack();
  await pressed.deps.slack.updateView(pressed.viewId, await pressed.inTurn(() => pageOf(pressed)));
};

/** The first page again where the files changed since the modal was opened. */
async function pageOf({ deps, by, value }: Pressed): Promise<ModalView> {
  const { about, page, receipt } = readPage(value);
  const view = await viewRun(deps, about as RunId);
  if (view === null) {
    const plan = await viewPlan(deps, { inquiry: about as InquiryId, by, page });
    return plan.kind === 'modal' ? plan.modal : refusalModal(plan.refusal);
  }
  const objection = notReadable(view.run) ?? (await readRefusal(deps, [view.run.environment], by));
  if (objection !== null) return refusalModal(objection);
  const changed = view.run.plan?.receipt.startsWith(receipt) !== true;
  return viewReview(deps, view, { by, page: changed ? 0 : page, changed });
}
