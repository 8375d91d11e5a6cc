import type { EpochMs } from '../lib/time.ts';
import type { Effect } from './effect.ts';
import type { Inquiry } from './inquiry.ts';
import type { Refusal } from './refusal.ts';
import type { Run } from './run.ts';

/** A decision about a run. `wakeAt`: when time alone may change something next. */
export type Decision =
  | {
      readonly kind: 'proceed';
      readonly run: Run;
      readonly effects: readonly Effect[];
      readonly wakeAt: EpochMs | null;
    }
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
  /** Nothing to do and nothing to say. */
  | { readonly kind: 'leave' };

/** A decision about a question that was answered. */
export type InquiryDecision =
  | {
      readonly kind: 'proceed';
      readonly inquiry: Inquiry;
      readonly effects: readonly Effect[];
    }
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
  | { readonly kind: 'leave' };
