import type { InquiryId, RunId } from '../domain/ids.ts';
import type { EpochMs } from '../lib/time.ts';

/** Time and chance, so that everything else can be repeated exactly. */
export interface Clock {
  readonly now: () => EpochMs;
  readonly newRunId: () => RunId;
  readonly newInquiryId: () => InquiryId;
}
