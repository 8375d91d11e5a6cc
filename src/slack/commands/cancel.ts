import { cancelRun } from '../../usecases/press-card.ts';
import { refuse, settle } from '../exchange.ts';
import type { Handler } from './command.ts';

/** Stops a run or closes a request. */
export const cancel: Handler<'cancel'> = async (asked) => {
  const { deps, by, trigger, command } = asked;
  const changed = await cancelRun(deps, { run: command.run, by, delivery: trigger });
  if (changed.kind === 'missing') return refuse(asked, { code: 'unknown-run', typed: command.run });
  await settle(asked, changed);
};
