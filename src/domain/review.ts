/**
 * What the reviewer says of pending files, as far as runs and answers keep it. The reviewer itself works with types of
 * its own; these hold words only, so that a card says tomorrow what it said today.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../lib/canonical-json.ts';
import type { Sha256 } from './ids.ts';

/** Ordered: a plan is as bad as its worst statement. */
export const verdicts = ['safe', 'caution', 'risky', 'blocked'] as const;
export type Verdict = (typeof verdicts)[number];

export const findingTiers = ['lock', 'compat', 'data', 'transaction', 'security', 'style'] as const;
export type FindingTier = (typeof findingTiers)[number];

/** How long a lock is probably held. */
export interface HeldTime {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ReviewFinding {
  /** `L01`; stable, named in allowances. */
  readonly rule: string;
  /** The rule in a few words: "A column is dropped". */
  readonly title: string;
  readonly tier: FindingTier;
  readonly severity: Verdict;
  /** Name of the migration. */
  readonly file: string;
  /** Index of the statement in its file, from 0. */
  readonly statement: number;
  readonly table: string | null;
  readonly sentence: string;
  readonly held: HeldTime | null;
  /** The reason of a `-- godwit: allow` comment; the finding is shown and does not count. */
  readonly allowance: string | null;
}

/** A lock as `pg_locks` names it, and what is done while it is held. */
export interface RelationLock {
  readonly table: string;
  readonly lock: string;
  readonly work: string;
}

export interface FileVerdict {
  readonly name: string;
  readonly verdict: Verdict;
  readonly statements: number;
  /** The locks on tables that others use, strongest first; the rest is in the detail. */
  readonly locks: readonly RelationLock[];
}

/** Whether the reviewer took a table for a small one, whose locks are brief. */
export interface TableSize {
  readonly table: string;
  readonly small: boolean;
}

export type Review =
  | {
      readonly kind: 'reviewed';
      /** Of the reviewer. */
      readonly version: number;
      readonly verdict: Verdict;
      /** Why the database could not be read for it; null when it was. */
      readonly blind: string | null;
      readonly files: readonly FileVerdict[];
      /** Worst first, the mildest left out where there are too many. */
      readonly findings: readonly ReviewFinding[];
      readonly leftOut: number;
      /** Of all findings, as far as an approval depends on them. */
      readonly mark: Sha256;
      readonly sizes: readonly TableSize[];
    }
  /** It broke: this neither stops anything nor passes for safe. */
  | { readonly kind: 'not-reviewed'; readonly why: string };

type Reviewed = Extract<Review, { kind: 'reviewed' }>;

/** What the review comes to; one that broke counts as caution. */
export const verdictOf = (review: Review): Verdict => (review.kind === 'reviewed' ? review.verdict : 'caution');

/** What counts: no allowance covers it. */
export const counts = ({ allowance }: ReviewFinding): boolean => allowance === null;

/** SHA-256 over what an approval depends on: no sizes, estimates or words, which change by themselves. */
export function markOfFindings(findings: readonly ReviewFinding[]): Sha256 {
  const text = canonicalJson(
    findings.map(({ rule, severity, file, statement, table, allowance }) => [
      rule,
      severity,
      file,
      statement,
      table,
      allowance,
    ]),
  );
  return createHash('sha256').update(text).digest('hex') as Sha256;
}

/** The findings that keep a deploy from starting: each fails, or loses data, for certain. */
export function blockers(review: Review | null): readonly ReviewFinding[] {
  if (review?.kind !== 'reviewed') return [];
  return review.findings.filter((finding) => finding.severity === 'blocked' && counts(finding));
}

/** Whether a quiet hour should be picked: a long lock is foreseen, allowed or not, or nobody can say. */
export function needsWindow(review: Review | null): boolean {
  if (review?.kind !== 'reviewed' || review.verdict === 'blocked') return true;
  return review.findings.some(
    ({ tier, severity }) => tier === 'lock' && (severity === 'risky' || severity === 'blocked'),
  );
}

/** How many differences are named one by one. */
const namedDifferences = 5;

/** How another review of the same files differs, a sentence each: why earlier approvals do not count any more. */
export function reviewDifferences(before: Review | null, now: Review | null): readonly string[] {
  if (before === null || now === null) return before === now ? [] : ['the SQL is reviewed by Godwit from now on'];
  if (now.kind === 'not-reviewed') return before.kind === now.kind ? [] : [`it could not be reviewed: ${now.why}`];
  if (before.kind === 'not-reviewed') return ['it could be reviewed this time'];
  if (before.mark === now.mark) return before.version === now.version ? [] : ['the rules of the review changed'];
  const sawAlike = (before.blind === null) === (now.blind === null);
  const changes = [...changedFindings(before, now), ...goneFindings(before, now)];
  const rest = changes.length - namedDifferences;
  const more = rest > 0 ? [`${rest} more findings changed`] : [];
  const said = [...(sawAlike ? [] : [sightWords(now)]), ...changes.slice(0, namedDifferences), ...more];
  return said.length > 0 ? said : ['the review changed'];
}

const sightWords = ({ blind }: Reviewed): string =>
  blind === null
    ? 'the review could read the database this time'
    : `the review could not read the database this time: ${blind}`;

const keyOf = ({ rule, file, statement, table }: ReviewFinding): string =>
  JSON.stringify([rule, file, statement, table]);

/** New ones, and those that weigh something else now. */
function changedFindings(before: Reviewed, now: Reviewed): readonly string[] {
  const old = new Map(before.findings.map((finding) => [keyOf(finding), finding]));
  return now.findings.flatMap((finding) => {
    const known = old.get(keyOf(finding));
    const where = placeOf(finding);
    if (known === undefined) return before.leftOut > 0 ? [] : [`${where}: the review finds now: ${finding.sentence}`];
    if (known.severity !== finding.severity) {
      return [
        `${where}: ${finding.rule} is ${finding.severity} now, it was ${known.severity}${grown(finding, before, now)}`,
      ];
    }
    return known.allowance === finding.allowance ? [] : [`${where}: the allowance of ${finding.rule} changed`];
  });
}

function goneFindings(before: Reviewed, now: Reviewed): readonly string[] {
  if (now.leftOut > 0) return [];
  const present = new Set(now.findings.map(keyOf));
  return before.findings
    .filter((finding) => !present.has(keyOf(finding)))
    .map((finding) => `${placeOf(finding)}: the review finds no longer: ${finding.sentence}`);
}

/** ", since `orders` is no longer small" */
function grown({ table }: ReviewFinding, before: Reviewed, now: Reviewed): string {
  const sizeIn = ({ sizes }: Reviewed) => sizes.find((size) => size.table === table)?.small;
  const [was, is] = [sizeIn(before), sizeIn(now)];
  if (was === undefined || is === undefined || was === is) return '';
  return is ? `, since ${table} is small now` : `, since ${table} is no longer small`;
}

const placeOf = ({ file, statement }: ReviewFinding): string => `${file}, statement ${statement + 1}`;
