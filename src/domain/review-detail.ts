import type { Sha256 } from './ids.ts';
import type { HeldTime, RelationLock, Verdict } from './review.ts';
import type { Plan } from './run.ts';

/** A finding as the modal shows it. */
export interface DetailFinding {
  readonly rule: string;
  readonly severity: Verdict;
  readonly sentence: string;
  /** The safe way, as SQL that can be copied. */
  readonly remedy: string;
  readonly held: HeldTime | null;
  readonly allowance: string | null;
}

export interface DetailStatement {
  /** Of its first word, from 1. */
  readonly line: number;
  /** Cut where it is very long. */
  readonly sql: string;
  readonly verdict: Verdict;
  readonly locks: readonly RelationLock[];
  readonly findings: readonly DetailFinding[];
}

/** One pending file, statement by statement. */
export interface DetailFile {
  readonly name: string;
  /** Of the file that was reviewed: said of another one, it means nothing. */
  readonly sha256: Sha256;
  readonly verdict: Verdict;
  readonly statements: readonly DetailStatement[];
  /** Statements at the end of the file that are not listed. */
  readonly leftOut: number;
}

/** Everything that the reviewer said, for reading; kept beside the run, which holds what decisions depend on. */
export interface ReviewDetail {
  /** Of the review that it belongs to: of another look it may say less than approvers must know. */
  readonly mark: Sha256;
  readonly files: readonly DetailFile[];
}

/** The detail where it belongs to this very review of these very files; it may be of an earlier look. */
export function detailOf(
  detail: ReviewDetail | null,
  plan: Pick<Plan, 'pending' | 'review'> | null,
): ReviewDetail | null {
  if (detail === null || plan?.review?.kind !== 'reviewed' || plan.review.mark !== detail.mark) return null;
  const { pending } = plan;
  if (detail.files.length !== pending.length) return null;
  const same = detail.files.every(
    ({ name, sha256 }, at) => pending[at]?.name === name && pending[at].sha256 === sha256,
  );
  return same ? detail : null;
}
