import { catalogFromDdl, withSizes } from '../../src/review/catalog/from-ddl.ts';
import type { Catalog } from '../../src/review/catalog/model.ts';
import { valuesOf } from '../../src/review/catalog/name-map.ts';
import type { Parser } from '../../src/review/parse/parser.ts';
import { reviewPlan } from '../../src/review/review.ts';
import { serverVersionOf } from '../../src/review/server-version.ts';
import type { Finding, PlanReview, ReviewedFile, Verdict } from '../../src/review/types.ts';
import type { ReviewCase } from './cases.ts';

/** How a case ended. */
export interface Judged {
  readonly one: ReviewCase;
  readonly review: PlanReview;
  /**
   * The strict yardstick. A flag counts only by a finding of the very rule, of caution or worse; one of taste at any severity.
   * A pass counts where no finding of that rule is of caution or worse.
   */
  readonly right: boolean;
  /** The lenient one: a flag counts also by a rule that says the same, and at any severity; a pass asks for its overall word. */
  readonly inSpirit: boolean;
}

/** Rules that the facts call a matter of taste. */
const isTaste = (rule: string): boolean => /^S\d|^L31$|^T05$/.test(rule);

export interface Score {
  readonly recall: number;
  readonly specificity: number;
  readonly flags: number;
  readonly passes: number;
}

/** Other rules that say the same of the same statement, where a case's source draws its lines elsewhere. */
const sameThing: Readonly<Record<string, readonly string[]>> = {
  L06: ['L07'],
  L09: ['L18', 'D01'],
  L10: ['L16', 'L18'],
  L13: ['D02'],
  L14: ['L19'],
  L28: ['L29'],
  L32: ['D05'],
  B08: ['L15'],
  T01: ['T03'],
  T04: ['L04'],
};

/** With `catalog`, what a case says of its database is known to the review. */
export function judge(parser: Parser, one: ReviewCase, catalog: boolean): Judged {
  const review = reviewCase(parser, one, catalog);
  const findings = review.files.flatMap(({ statements }) => statements.flatMap((statement) => statement.findings));
  const own = findings.filter(({ rule }) => rule === one.canonical);
  const alarms = own.filter(({ severity }) => severity !== 'safe');
  if (one.expect === 'flag') {
    const kin = findings.some(({ rule }) => sameThing[one.canonical]?.includes(rule) === true);
    const found = alarms.length > 0 || (isTaste(one.canonical) && own.length > 0);
    return { one, review, right: found, inSpirit: own.length > 0 || kin };
  }
  const loud = alarms.filter(({ severity }) => worse(severity, one.overall));
  const left = loud.length === 0 && (one.overall !== 'safe' || review.verdict === 'safe');
  return { one, review, right: alarms.length === 0, inSpirit: left };
}

/** An overall word of caution allows one for the rule itself. */
function worse(severity: Verdict, overall: ReviewCase['overall']): boolean {
  return severity !== 'safe' && !(overall === 'caution' && severity === 'caution');
}

export function score(
  judged: readonly (Pick<Judged, 'one' | 'right'> & Partial<Judged>)[],
  by: 'right' | 'inSpirit' = 'right',
): Score {
  const share = (some: typeof judged) =>
    some.length === 0 ? 1 : some.filter((one) => one[by] === true).length / some.length;
  const flags = judged.filter(({ one }) => one.expect === 'flag');
  const passes = judged.filter(({ one }) => one.expect === 'ok');
  return { recall: share(flags), specificity: share(passes), flags: flags.length, passes: passes.length };
}

/** Flags of risk that a person would see, whatever rule raised them: the verdict is not safe. */
export function verdictRecall(judged: readonly Judged[]): number {
  const risky = judged.filter(({ one }) => one.expect === 'flag' && one.overall !== 'safe' && one.overall !== 'style');
  const seen = risky.filter(({ review }) => review.verdict !== 'safe');
  return risky.length === 0 ? 1 : seen.length / risky.length;
}

function reviewCase(parser: Parser, { sql, assumptions }: ReviewCase, withCatalog: boolean): PlanReview {
  const serverVersion = serverVersionOf(assumptions.pg_version ?? '15') ?? 15;
  const made =
    withCatalog && assumptions.setup !== undefined
      ? catalogFromDdl(parser, assumptions.setup, { serverVersion })
      : null;
  return reviewPlan({
    parser,
    files: filesOf(sql),
    catalog: made?.kind === 'catalog' ? withRows(made.catalog, assumptions.rows) : null,
    serverVersion,
    atomicity: assumptions.assume_in_transaction === false ? 'statement' : null,
    style: 'quiet',
  });
}

/** The catalog with so many rows of 100 bytes in each of its tables. */
export function withRows(catalog: Catalog, rows: number | undefined): Catalog {
  if (rows === undefined) return catalog;
  const sizes = [...valuesOf(catalog.tables)].map(({ name }) => ({
    schema: name.schema ?? catalog.defaultSchema,
    name: name.name,
    rows,
    bytes: rows * 100,
  }));
  return withSizes(catalog, sizes);
}

/** `-- 2.sql` starts the plan's second file. */
export function filesOf(sql: string): readonly ReviewedFile[] {
  const parts = sql.split(/^-- \d+\.sql\s*$/m);
  return parts.flatMap((part, at) =>
    part.trim() === '' && parts.length > 1 ? [] : [{ path: `${at}.sql`, sql: part }],
  );
}

/** `L13 caution, D02 risky` */
export function inShort(findings: readonly Finding[]): string {
  return findings.map(({ rule, severity }) => `${rule} ${severity}`).join(', ');
}
