import type { PlanReview } from '../review/types.ts';

/** A review as a person reads it in a terminal. */
export function reviewReport(review: PlanReview, _: { readonly colour: boolean }): string {
  return `${review.verdict}\n`;
}
