import { applyChange } from './catalog/apply.ts';
import { keyOf, shown, tableOf } from './catalog/catalog.ts';
import type { Catalog, Table } from './catalog/model.ts';
import type { Change } from './changes/change.ts';
import { isDoBlock, readWithBody } from './changes/do-block.ts';
import { estimate } from './estimate.ts';
import { followTransactions } from './file-flow.ts';
import { indexFile } from './file-index.ts';
import { forecast, isTransactional } from './forecast/forecast.ts';
import { merged, type Touch } from './forecast/touch.ts';
import type { Name } from './names.ts';
import { atLeast, heavierWork, worstVerdict } from './order.ts';
import type { Node } from './parse/ast.ts';
import { type NotParsed, type ParsedStatement, parseFile } from './parse/parse-file.ts';
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
  const read = readStatements(work.parser, file.sql);
  if ('why' in read) return { review: unreadable(file.path, read), catalog };
  const changes = read.map((statement) => statement.changes);
  const { transactions, inBlock } = followTransactions(changes, atomicity);
  const fileIndex = indexFile(catalog, changes);
  const statements: StatementReview[] = [];
  let walk: Walk = {
    catalog,
    timeouts: work.session,
    held: new Map(),
    missed: { lockTimeout: false, statementTimeout: false },
  };
  for (const [index, statement] of read.entries()) {
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
      textAt: (position: number) => read[position]?.sql ?? '',
    };
    const { review, next } = reviewStatement(work, statement, { ...walk, held }, base);
    statements.push(review);
    walk = next;
  }
  return {
    review: { path: file.path, verdict: worstVerdict(statements.map(({ verdict }) => verdict)), statements },
    catalog: walk.catalog,
  };
}

/** What is kept of a statement while its file is reviewed; its node, much larger, is not. */
type ReadStatement = Omit<ParsedStatement, 'kind' | 'node'> & { readonly changes: readonly Change[] };

function readStatements(parser: Parser, sql: string): readonly ReadStatement[] | NotParsed {
  const read: ReadStatement[] = [];
  for (const one of parseFile(parser, sql)) {
    if (one.kind === 'not-parsed') return one;
    const { kind: _, node, ...kept } = one;
    read.push({ ...kept, changes: readWithBody(parser, node, kept.sql) });
  }
  return read;
}

/** The statement's node once more; null for none. */
function nodeOf(parser: Parser, sql: string): Node | null {
  for (const slice of parser(sql)) if (slice.kind === 'parsed') return slice.statements[0]?.node ?? null;
  return null;
}

type Base = Omit<Place, 'lockTimeoutMs' | 'statementTimeoutMs' | 'firstWithout'>;

/** long: what each clause finds is handed on to the next, the catalog with it. */
function reviewStatement(
  work: FileToReview,
  statement: ReadStatement,
  walk: Walk,
  base: Base,
): { readonly review: StatementReview; readonly next: Walk } {
  const { sql, changes } = statement;
  const node = () => nodeOf(work.parser, sql);
  let { catalog } = walk;
  const touches: Touch[] = [];
  const findings: Finding[] = [];
  let { missed } = walk;
  let transactional = true;
  for (const [at, change] of changes.entries()) {
    const own = forecast(catalog, change);
    const firstWithout = firstMissed({ ...walk, missed }, needsLimits(catalog, change, own, base.file));
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
    const scene: Scene = { change, first: at === 0, catalog, touches: own, place, sql, node };
    findings.push(...findIn(work, scene, statement));
    touches.push(...own);
    if (!isDoBlock(changes)) catalog = applyChange(catalog, change, { kind: 'plan', file: base.file });
  }
  const relations = merged(catalog, touches);
  const review: StatementReview = {
    index: base.position,
    line: statement.line,
    sql,
    verdict: worstVerdict(findings.filter(counts).map(({ severity }) => severity)),
    transactional,
    relations: relations.map(({ relation, lock, work }) => ({ name: shown(catalog, relation), lock, work })),
    findings,
  };
  const timeouts = changes.reduce(afterSetting, walk.timeouts);
  return { review, next: { catalog, timeouts, held: heldAfter(walk.held, relations, catalog, base.file), missed } };
}

/** The limits that a change lacks as the first of its file; they are spoken of once. */
const firstMissed = ({ timeouts, missed }: Walk, needs: boolean): Place['firstWithout'] => ({
  lockTimeout: needs && timeouts.lockMs === null && !missed.lockTimeout,
  statementTimeout: needs && timeouts.statementMs === null && !missed.statementTimeout,
});

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

function findIn({ rules, tasteCounts }: FileToReview, scene: Scene, statement: ReadStatement): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    const isTaste = rule.optional === true || rule.tier === 'style';
    for (const raised of rule.applies(scene)) {
      const severity = isTaste && tasteCounts && raised.severity === 'safe' ? 'caution' : raised.severity;
      findings.push(...toFinding(rule, { ...raised, severity }, scene, statement));
    }
  }
  return findings;
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
  statement: ReadStatement,
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
      statement: place.position,
      relation: relation === null ? null : shown(catalog, relation),
      ...(time === null ? {} : { estimate: time }),
      ...(allowance === undefined ? {} : { allowed: allowance.reason }),
      ...(raised.ofSession === true ? { ofSession: true } : {}),
    },
  ];
}
