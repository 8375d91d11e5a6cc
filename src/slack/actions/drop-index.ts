import type { InquiryId } from '../../domain/ids.ts';
import { readDrop } from '../../render/action-ids.ts';
import { dropInvalidIndex } from '../../usecases/drop-invalid-index.ts';
import { refuse } from '../exchange.ts';
import type { Handler } from './action.ts';

/** Has an index dropped that a failed build left behind; the answer says how it ended. */
export const dropIndex: Handler = async (pressed) => {
  const { inquiry, place } = readDrop(pressed.value);
  const { deps, by, trigger } = pressed;
  const refusal = await dropInvalidIndex(deps, { inquiry: inquiry as InquiryId, place, by, delivery: trigger });
  return refusal === null ? pressed.ack() : refuse(pressed, refusal);
};
