import type { InquiryId } from '../../domain/ids.ts';
import { askToWrite } from '../../usecases/write-migration.ts';
import { refuse } from '../exchange.ts';
import type { Handler } from './action.ts';

/** Has the file of a rollback written and its deploy asked for. */
export const writeMigration: Handler = async (pressed) => {
  const { deps, by, value, trigger } = pressed;
  const refusal = await askToWrite(deps, { inquiry: value as InquiryId, by, delivery: trigger });
  return refusal === null ? pressed.ack() : refuse(pressed, refusal);
};
