import { markOfFindings, type Review, type ReviewFinding, type Verdict, verdicts } from '../../src/domain/review.ts';

/** An index on a small table, with the given parts replaced. */
export const finding = (change: Partial<ReviewFinding> = {}): ReviewFinding => ({
  rule: 'L01',
  title: 'An index is built while writes wait',
  tier: 'lock',
  severity: 'caution',
  file: 'a',
  statement: 0,
  table: 'orders',
  sentence: 'Building i blocks all writes to orders.',
  held: null,
  allowance: null,
  ...change,
});

type Reviewed = Extract<Review, { kind: 'reviewed' }>;

/** A review with these findings, each in its file. */
export function review(findings: readonly ReviewFinding[], change: Partial<Reviewed> = {}): Reviewed {
  const worst = (some: readonly ReviewFinding[]): Verdict => {
    const counted = some.flatMap(({ severity, allowance }) => (allowance === null ? [verdicts.indexOf(severity)] : []));
    return verdicts[Math.max(0, ...counted)] ?? 'safe';
  };
  const names = [...new Set(findings.map(({ file }) => file))];
  const files = names.map((name) => {
    const own = findings.filter(({ file }) => file === name);
    return { name, verdict: worst(own), statements: 1 + Math.max(...own.map(({ statement }) => statement)), locks: [] };
  });
  return {
    kind: 'reviewed',
    version: 1,
    verdict: worst(findings),
    blind: null,
    files,
    findings,
    leftOut: 0,
    mark: markOfFindings(findings),
    sizes: [],
    ...change,
  };
}
