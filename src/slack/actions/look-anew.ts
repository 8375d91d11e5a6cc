import type { InquiryId } from '../../domain/ids.ts';
import { lookAnew as haveLooked } from '../../usecases/ask-again.ts';
import { refuse } from '../exchange.ts';
import type { Handler } from './action.ts';

/** Looks once more at what of a migration is in the database; the answer is drawn again in its place. */
export const lookAnew: Handler = async (pressed) => {
  const { deps, by, trigger, value } = pressed;
  const refusal = await haveLooked(deps, { inquiry: value as InquiryId, by, delivery: trigger });
  return refusal === null ? pressed.ack() : refuse(pressed, refusal);
};
