import type { RunId } from '../../domain/ids.ts';
import { inputIds } from '../../render/action-ids.ts';
import { rejectRun } from '../../usecases/press-card.ts';
import { type Handler, settle } from './view.ts';

/** Somebody who could approve says no, perhaps with a reason. */
export const reject: Handler = async (submitted) => {
  const { deps, by, trigger, metadata, input } = submitted;
  const reason = input(inputIds.reason).value?.trim() || null;
  await settle(submitted, await rejectRun(deps, { run: (metadata.run ?? '') as RunId, by, delivery: trigger, reason }));
};
