import type { InquiryId } from '../../domain/ids.ts';
import { refuse } from '../exchange.ts';
import { viewPlan } from '../view-plan.ts';
import type { Handler } from './action.ts';

/** Opens the review of an answered plan, for whoever may read. */
export const readPlan: Handler = async (pressed) => {
  const { deps, by, value } = pressed;
  await pressed.ack();
  const view = await pressed.inTurn(() => viewPlan(deps, { inquiry: value as InquiryId, by, page: 0 }));
  if (view.kind === 'refused') return refuse(pressed, view.refusal);
  await pressed.open(view.modal);
};
