import type { RunId } from '../../domain/ids.ts';
import { reviewRun } from '../../usecases/press-card.ts';
import { type Handler, settle } from './view.ts';

/** Somebody vouches for the SQL that the modal showed. */
export const review: Handler = async (submitted) => {
  const { deps, by, trigger, metadata } = submitted;
  const shownReceipt = metadata.receipt || 'none';
  await settle(
    submitted,
    await reviewRun(deps, { run: (metadata.run ?? '') as RunId, by, delivery: trigger, shownReceipt }),
  );
};
