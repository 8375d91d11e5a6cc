import type { Sha256 } from './ids.ts';
import type { HeldTime, RelationLock, Verdict } from './review.ts';

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
  readonly files: readonly DetailFile[];
}

/** The detail where it speaks of these very files; it may be of an earlier look. */
export function detailOf(
  detail: ReviewDetail | null,
  pending: readonly { readonly name: string; readonly sha256: Sha256 }[],
): ReviewDetail | null {
  if (detail === null || detail.files.length !== pending.length) return null;
  const same = detail.files.every(
    ({ name, sha256 }, at) => pending[at]?.name === name && pending[at].sha256 === sha256,
  );
  return same ? detail : null;
}
