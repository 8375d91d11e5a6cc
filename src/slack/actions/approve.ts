import type { RunId } from '../../domain/ids.ts';
import { readApproval } from '../../render/action-ids.ts';
import { approveRun } from '../../usecases/press-card.ts';
import { settle } from '../exchange.ts';
import type { Handler } from './action.ts';

/** Approves the receipt that the card showed. */
export const approve: Handler = async (pressed) => {
  const { run, shownReceipt } = readApproval(pressed.value);
  const press = { run: run as RunId, by: pressed.by, delivery: pressed.trigger, shownReceipt };
  await settle(pressed, await approveRun(pressed.deps, press));
};
