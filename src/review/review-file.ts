import { applyChange } from './catalog/apply.ts';
import { keyOf, shown, tableOf } from './catalog/catalog.ts';
import type { Catalog, Table } from './catalog/model.ts';
import type { Change } from './changes/change.ts';
import { readChanges } from './changes/read-changes.ts';
import { estimate } from './estimate.ts';
import { followTransactions } from './file-flow.ts';
import { indexFile } from './file-index.ts';
import { forecast, isTransactional } from './forecast/forecast.ts';
import { merged, type Touch } from './forecast/touch.ts';
import type { Name } from './names.ts';
import { atLeast, heavierWork, worstVerdict } from './order.ts';
import { type ParsedStatement, parseFile } from './parse/parse-file.ts';
import type { Parser } from './parse/parser.ts';
import type { Atomicity, Place, Raised, Rule, Scene } from './rules/rule.ts';
import { weigh } from './soften.ts';
import { afterSetting, type Timeouts } from './timeouts.ts';
import type { FileReview, Finding, ReviewedFile, StatementReview, Work } from './types.ts';
import { unreadable } from './unreadable.ts';

export interface FileToReview {
  readonly parser: Parser;
  readonly file: ReviewedFile;
  /** In the plan. */
  readonly position: number;
  readonly catalog: Catalog;
  readonly atomicity: Atomicity;
  /** Whether that is known, and not only taken to be. */
  readonly certain: boolean;
  readonly rules: readonly Rule[];
  /** What is in force before the file sets anything. */
  readonly session: Timeouts;
  /** Whether matters of taste are something to be careful about. */
  readonly tasteCounts: boolean;
}

/** The state that statements hand on. */
interface Walk {
  readonly catalog: Catalog;
  readonly timeouts: Timeouts;
  /** Live relations under AccessExclusive, by name. */
  readonly held: ReadonlyMap<string, Name>;
  readonly missed: Place['firstWithout'];
}

/** Reviews one file, and says what the database is after it. */
export function reviewFile(work: FileToReview): { readonly review: FileReview; readonly catalog: Catalog } {
  const { file, catalog, atomicity } = work;
  const parsed = parseFile(work.parser, file.sql);
  if (parsed.kind === 'not-parsed') return { review: unreadable(file.path, parsed), catalog };
  const nodes = parsed.statements.map(({ node }) => node);
  const texts = parsed.statements.map(({ sql }) => sql);
  const changes = nodes.map((node) => readChanges(node));
  const { transactions, inBlock } = followTransactions(changes, atomicity);
  const fileIndex = indexFile(catalog, changes);
  const statements: StatementReview[] = [];
  let walk: Walk = {
    catalog,
    timeouts: work.session,
    held: new Map(),
    missed: { lockTimeout: false, statementTimeout: false },
  };
  for (const statement of parsed.statements) {
    const { index } = statement;
    const isNext = index > 0 && transactions[index] === transactions[index - 1];
    const held = isNext ? walk.held : new Map<string, Name>();
    const base = {
      position: index,
      changes,
      atomicity,
      certain: work.certain,
      transactions,
      inBlock,
      file: work.position,
      held: heldOf(held),
      index: fileIndex,
    };
    const { review, next } = reviewStatement(
      work,
      statement,
      changes[index] ?? [],
      { ...walk, held },
      { base, nodes, texts },
    );
    statements.push(review);
    walk = next;
  }
  return {
    review: { path: file.path, verdict: worstVerdict(statements.map(({ verdict }) => verdict)), statements },
    catalog: walk.catalog,
  };
}

interface FileParts extends Pick<Scene, 'nodes' | 'texts'> {
  readonly base: Base;
}

type Base = Omit<Place, 'lockTimeoutMs' | 'statementTimeoutMs' | 'firstWithout'>;

function reviewStatement(
  work: FileToReview,
  statement: ParsedStatement,
  changes: readonly Change[],
  walk: Walk,
  { base, nodes, texts }: FileParts,
): { readonly review: StatementReview; readonly next: Walk } {
  let { catalog } = walk;
  const touches: Touch[] = [];
  const findings: Finding[] = [];
  let { missed } = walk;
  let transactional = true;
  for (const [at, change] of changes.entries()) {
    const own = forecast(catalog, change);
    const needs = needsLimits(catalog, change, own, base.file);
    const firstWithout = {
      lockTimeout: needs && walk.timeouts.lockMs === null && !missed.lockTimeout,
      statementTimeout: needs && walk.timeouts.statementMs === null && !missed.statementTimeout,
    };
    missed = {
      lockTimeout: missed.lockTimeout || firstWithout.lockTimeout,
      statementTimeout: missed.statementTimeout || firstWithout.statementTimeout,
    };
    const place: Place = {
      ...base,
      lockTimeoutMs: walk.timeouts.lockMs,
      statementTimeoutMs: walk.timeouts.statementMs,
      firstWithout,
    };
    transactional &&= isTransactional(catalog, change);
    findings.push(...findIn(work, { change, first: at === 0, catalog, touches: own, place, nodes, texts }, statement));
    touches.push(...own);
    catalog = applyChange(catalog, change, { kind: 'plan', file: base.file });
  }
  const relations = merged(catalog, touches);
  const review: StatementReview = {
    index: statement.index,
    line: statement.line,
    sql: statement.sql,
    verdict: worstVerdict(findings.filter(counts).map(({ severity }) => severity)),
    transactional,
    relations: relations.map(({ relation, lock, work }) => ({ name: shown(catalog, relation), lock, work })),
    findings,
  };
  const timeouts = changes.reduce(afterSetting, walk.timeouts);
  return { review, next: { catalog, timeouts, held: heldAfter(walk.held, relations, catalog, base.file), missed } };
}

const namedHeld = 3;

function heldOf(held: ReadonlyMap<string, Name>): Place['held'] {
  const first: Name[] = [];
  for (const name of held.values()) {
    if (first.length === namedHeld) break;
    first.push(name);
  }
  return { first, count: held.size };
}

/** With what a statement has locked, where the file has not made it itself. */
function heldAfter(
  held: ReadonlyMap<string, Name>,
  touches: readonly Touch[],
  catalog: Catalog,
  file: number,
): ReadonlyMap<string, Name> {
  const fresh = touches.filter(({ relation, lock }) => {
    const origin = tableOf(catalog, relation)?.origin;
    const isNew = origin?.kind === 'plan' && origin.file === file;
    return lock === 'AccessExclusive' && !isNew && !held.has(keyOf(catalog, relation));
  });
  if (fresh.length === 0) return held;
  return new Map([...held, ...fresh.map(({ relation }) => [keyOf(catalog, relation), relation] as const)]);
}

/** Takes a lock that others wait behind, on a relation that this file does not make itself. */
function needsLimits(catalog: Catalog, change: Change, touches: readonly Touch[], file: number): boolean {
  if ('concurrently' in change && change.concurrently) return false;
  const made = change.kind === 'create-table' ? keyOf(catalog, change.table) : null;
  return touches.some(({ relation, lock }) => {
    const origin = tableOf(catalog, relation)?.origin;
    if (keyOf(catalog, relation) === made) return false;
    if (change.kind === 'lock-table') return true;
    return atLeast(lock, 'ShareUpdateExclusive') && !(origin?.kind === 'plan' && origin.file === file);
  });
}

function counts({ allowed, ofSession }: Finding): boolean {
  return allowed === undefined && ofSession !== true;
}

function findIn({ rules, tasteCounts }: FileToReview, scene: Scene, statement: ParsedStatement): readonly Finding[] {
  return rules.flatMap((rule) =>
    rule.applies(scene).flatMap((raised) => {
      const isTaste = rule.optional === true || rule.tier === 'style';
      const severity = isTaste && tasteCounts && raised.severity === 'safe' ? 'caution' : raised.severity;
      return toFinding(rule, { ...raised, severity }, scene, statement);
    }),
  );
}

/** The heaviest work of a change on one table. */
function workOn({ name }: Table, catalog: Catalog, touches: readonly Touch[]): Work {
  const key = keyOf(catalog, name);
  return touches
    .filter(({ relation }) => keyOf(catalog, relation) === key)
    .reduce<Work>((work, one) => heavierWork(work, one.work), 'metadata');
}

function toFinding(
  rule: Rule,
  raised: Raised,
  { catalog, place, touches }: Scene,
  statement: ParsedStatement,
): readonly Finding[] {
  const { relation, message, remedy } = raised;
  const table = relation === null ? undefined : tableOf(catalog, relation);
  const severity = weigh(rule, raised, table, place.file);
  if (severity === null) return [];
  const time = raised.timed && table !== undefined ? estimate(table, workOn(table, catalog, touches)) : null;
  const allowance = statement.allowances.find((one) => one.rule === rule.id);
  return [
    {
      rule: rule.id,
      tier: rule.tier,
      severity,
      message,
      remedy,
      statement: statement.index,
      relation: relation === null ? null : shown(catalog, relation),
      ...(time === null ? {} : { estimate: time }),
      ...(allowance === undefined ? {} : { allowed: allowance.reason }),
      ...(raised.ofSession === true ? { ofSession: true } : {}),
    },
  ];
}
