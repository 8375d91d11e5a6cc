import { type Verdict, verdicts } from '../domain/review.ts';

/** What weighs most is read first; of equal weight, in the order in which it was found. */
export function worstFirst<Found extends { readonly severity: Verdict }>(found: readonly Found[]): readonly Found[] {
  return found.toSorted((a, b) => verdicts.indexOf(b.severity) - verdicts.indexOf(a.severity));
}
