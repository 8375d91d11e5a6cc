import type { InquiryDecision } from '../decision.ts';
import type { Inquiry } from '../inquiry.ts';

/** *Look again*: a worker answers the same question once more. What was found stays until then; a look under way is enough. */
export function askedAgain(inquiry: Inquiry): InquiryDecision {
  if (!inquiry.complete) return { kind: 'leave' };
  const effects = [{ kind: 'enqueue', job: { name: 'answer-inquiry', inquiry: inquiry.id } }] as const;
  return { kind: 'proceed', inquiry: { ...inquiry, complete: false }, effects };
}
