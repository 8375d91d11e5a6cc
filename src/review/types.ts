/** What a statement, file or plan comes to. Ordered: a plan is as bad as its worst statement. */
export const verdicts = ['safe', 'caution', 'risky', 'blocked'] as const;
export type Verdict = (typeof verdicts)[number];

/** As in `pg_locks`, without the word Lock; weakest first. */
export const lockModes = [
  'AccessShare',
  'RowShare',
  'RowExclusive',
  'ShareUpdateExclusive',
  'Share',
  'ShareRowExclusive',
  'Exclusive',
  'AccessExclusive',
] as const;
export type LockMode = (typeof lockModes)[number];

/** What is done while a lock is held; least first. */
export const works = ['metadata', 'data', 'validate', 'scan', 'index-build', 'rewrite'] as const;
export type Work = (typeof works)[number];

export type Tier = 'lock' | 'compat' | 'data' | 'transaction' | 'security' | 'style';

/** How long a lock is probably held, from the table's size and measured rates. */
export interface Estimate {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Finding {
  /** `L01`; stable, named in allowances and receipts. */
  readonly rule: string;
  readonly tier: Tier;
  readonly severity: Verdict;
  /** One plain sentence. */
  readonly message: string;
  /** The safe way, as SQL that can be copied, with comments where SQL alone does not say it. */
  readonly remedy: string;
  /** Index of the statement in its file. */
  readonly statement: number;
  /** The relation it is about, as shown; null for the whole file. */
  readonly relation: string | null;
  readonly estimate?: Estimate;
  /** The reason of a `-- godwit: allow` comment; the finding is shown and does not count. */
  readonly allowed?: string;
  /** It speaks of the session that runs the file, not of the change, and does not count in a verdict. */
  readonly ofSession?: true;
}

export interface RelationReview {
  readonly name: string;
  readonly lock: LockMode | null;
  readonly work: Work;
}

export interface StatementReview {
  readonly index: number;
  /** Of the statement's first word, from 1. */
  readonly line: number;
  readonly sql: string;
  readonly verdict: Verdict;
  /** Whether it can run in a transaction. */
  readonly transactional: boolean;
  readonly relations: readonly RelationReview[];
  readonly findings: readonly Finding[];
}

export interface FileReview {
  readonly path: string;
  readonly verdict: Verdict;
  readonly statements: readonly StatementReview[];
}

export interface PlanReview {
  readonly files: readonly FileReview[];
  readonly verdict: Verdict;
}

/** One file to review, as it was read. */
export interface ReviewedFile {
  readonly path: string;
  readonly sql: string;
}
