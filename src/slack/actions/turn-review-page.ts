import { notWaiting } from '../../domain/decide/standing.ts';
import type { RunId } from '../../domain/ids.ts';
import { readPage } from '../../render/action-ids.ts';
import { refusalModal } from '../../render/refusal-modal.ts';
import { viewRun } from '../../usecases/view-run.ts';
import { refuse } from '../exchange.ts';
import { viewReview } from '../view-review.ts';
import type { Handler } from './action.ts';

/** Another page of the review that is open; the first one again where the files changed meanwhile. */
export const turnReviewPage: Handler = async (pressed) => {
  const { deps, by, viewId, value } = pressed;
  if (viewId === null) return refuse(pressed, { code: 'press-unknown' });
  await pressed.ack();
  const { about, page, receipt } = readPage(value);
  const view = await viewRun(deps, about as RunId);
  const late = view === null ? ({ code: 'press-unknown' } as const) : notWaiting(view.run);
  if (view === null || late !== null) {
    await deps.slack.updateView(viewId, refusalModal(late ?? { code: 'press-unknown' }));
    return;
  }
  const changed = view.run.plan?.receipt.startsWith(receipt) !== true;
  await deps.slack.updateView(viewId, await viewReview(deps, view, { by, page: changed ? 0 : page, changed }));
};
