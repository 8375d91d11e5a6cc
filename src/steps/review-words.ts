import {
  type FileVerdict,
  markOfFindings,
  type RelationLock,
  type Review,
  type ReviewFinding,
  type TableSize,
  verdicts,
} from '../domain/review.ts';
import type { DetailFile, DetailStatement, ReviewDetail } from '../domain/review-detail.ts';
import type { Plan } from '../domain/run.ts';
import { clamp } from '../lib/clamp.ts';
import { shown } from '../review/catalog/catalog.ts';
import type { Catalog, Table } from '../review/catalog/model.ts';
import { valuesOf } from '../review/catalog/name-map.ts';
import { atLeast } from '../review/order.ts';
import { rules } from '../review/rules/menu.ts';
import { isSmall } from '../review/soften.ts';
import { type FileReview, type Finding, lockModes, type PlanReview, type StatementReview } from '../review/types.ts';
import { reviewVersion } from '../review/version.ts';

/** What a run keeps of findings and locks, which is read with every press on its card. */
const keptFindings = 100;
const keptLocks = 8;
const keptSizes = 200;
/** What the detail keeps, for people to read in a modal. */
const detailStatements = 600;
const detailText = 4_000;

type LiveTables = ReadonlyMap<string, Table>;

/** The reviewer's words in the domain's types: what the run keeps, and the detail beside it. `catalog` is the one it began with. */
export function reviewWords(
  plan: PlanReview,
  {
    pending,
    catalog,
    blind,
  }: { readonly pending: Plan['pending']; readonly catalog: Catalog | null; readonly blind: string | null },
): { readonly review: Review; readonly detail: ReviewDetail } {
  const live: LiveTables | null =
    catalog === null
      ? null
      : new Map([...valuesOf(catalog.tables)].map((table) => [shown(catalog, table.name), table]));
  const findings = plan.files.flatMap((file) => findingsOf(file));
  const kept = findings.toSorted((a, b) => weight(b) - weight(a)).slice(0, keptFindings);
  const mark = markOfFindings(findings);
  const review: Review = {
    kind: 'reviewed',
    version: reviewVersion,
    verdict: plan.verdict,
    blind,
    files: plan.files.map((file) => fileVerdict(file, live)),
    findings: kept,
    leftOut: findings.length - kept.length,
    mark,
    sizes: sizesOf(plan.files, live),
  };
  return { review, detail: { mark, files: detailFiles(plan.files, pending, live) } };
}

/** Worst first, what is allowed behind what counts. */
const weight = ({ severity, allowance }: ReviewFinding): number =>
  verdicts.indexOf(severity) * 2 + (allowance === null ? 1 : 0);

/** A finding of no weight is for reading only: it is in the detail. */
function findingsOf({ path, statements }: FileReview): readonly ReviewFinding[] {
  return statements.flatMap(({ findings }) =>
    findings
      .filter(({ severity, allowed }) => severity !== 'safe' || allowed !== undefined)
      .map((finding) => ({
        rule: finding.rule,
        title: titles.get(finding.rule) ?? 'A file that PostgreSQL cannot read',
        tier: finding.tier,
        severity: finding.severity,
        file: path,
        statement: finding.statement,
        table: finding.relation,
        sentence: clamp(finding.message, 500),
        held: finding.estimate ?? null,
        allowance: finding.allowed ?? null,
      })),
  );
}

const titles: ReadonlyMap<string, string> = new Map(rules.map(({ id, title }) => [id, title]));

function fileVerdict({ path, verdict, statements }: FileReview, live: LiveTables | null): FileVerdict {
  const locks = strongest(statements.flatMap((statement) => locksOf(statement, live)));
  return { name: path, verdict, statements: statements.length, locks: locks.slice(0, keptLocks) };
}

/** Locks that somebody may wait for; a relation that the plan makes is nobody's yet. */
function locksOf({ relations }: StatementReview, live: LiveTables | null): readonly RelationLock[] {
  return relations.flatMap(({ name, lock, work }) =>
    lock === null || !atLeast(lock, 'ShareUpdateExclusive') || live?.has(name) === false
      ? []
      : [{ table: name, lock, work }],
  );
}

/** One a table: its strongest. */
function strongest(locks: readonly RelationLock[]): readonly RelationLock[] {
  const weakestFirst: readonly string[] = lockModes;
  const rank = ({ lock }: RelationLock) => weakestFirst.indexOf(lock);
  const sorted = locks.toSorted((a, b) => rank(b) - rank(a));
  return sorted.filter(({ table }, at) => sorted.findIndex((other) => other.table === table) === at);
}

/** Of every table whose locks were weighed, also where they came to nothing: a larger one would weigh more. */
function sizesOf(files: readonly FileReview[], live: LiveTables | null): readonly TableSize[] {
  const findings = files.flatMap(({ statements }) => statements.flatMap((statement) => statement.findings));
  const names = new Set(
    findings.flatMap(({ tier, relation }) => (tier === 'lock' && relation !== null ? [relation] : [])),
  );
  return [...names].slice(0, keptSizes).flatMap((table) => {
    const known = live?.get(table);
    return known === undefined || known.bytes === null ? [] : [{ table, small: isSmall(known) }];
  });
}

function detailFiles(
  files: readonly FileReview[],
  pending: Plan['pending'],
  live: LiveTables | null,
): readonly DetailFile[] {
  let room = detailStatements;
  return pending.flatMap(({ name, sha256 }, at) => {
    const file = files[at];
    if (file === undefined) return [];
    const { verdict, statements } = file;
    const listed = statements.slice(0, room);
    room -= listed.length;
    const leftOut = statements.length - listed.length;
    return [{ name, sha256, verdict, statements: listed.map((one) => detailStatement(one, live)), leftOut }];
  });
}

const detailStatement = (statement: StatementReview, live: LiveTables | null): DetailStatement => ({
  line: statement.line,
  sql: clamp(statement.sql, detailText),
  verdict: statement.verdict,
  locks: strongest(locksOf(statement, live)).slice(0, keptLocks),
  findings: statement.findings.map(detailFinding),
});

const detailFinding = ({ rule, severity, message, remedy, estimate, allowed }: Finding) => ({
  rule,
  severity,
  sentence: clamp(message, 1_000),
  remedy: clamp(remedy, detailText),
  held: estimate ?? null,
  allowance: allowed ?? null,
});
