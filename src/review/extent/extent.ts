import type { FoundOfFile, Presence } from '../../domain/resolve.ts';
import { keyOf } from '../catalog/catalog.ts';
import type { Change } from '../changes/change.ts';
import { readChanges } from '../changes/read-changes.ts';
import type { Promised } from '../drift/promised.ts';
import { isVague } from '../drift/vague.ts';
import type { Node } from '../parse/ast.ts';
import { parseFile } from '../parse/parse-file.ts';
import type { Parser } from '../parse/parser.ts';
import { carried, mayCarry } from './carried.ts';
import { type Condition, holds, type LiveDatabase, type Truth } from './condition.ts';
import { tracesOf } from './conditions-of.ts';

/** A statement of the file, and whether the database is as if it had run. */
export interface LookedStatement {
  readonly line: number;
  readonly sql: string;
  readonly node: Node;
  readonly changes: readonly Change[];
  readonly presence: Presence;
  readonly why: string;
}

export type LookedFile =
  | {
      readonly kind: 'looked';
      readonly statements: readonly LookedStatement[];
      readonly found: Omit<FoundOfFile, 'file'>;
    }
  | { readonly kind: 'not-parsed'; readonly why: string };

/** What is looked at, and with what. */
export interface ExtentLook {
  readonly parser: Parser;
  readonly sql: string;
  readonly live: LiveDatabase;
  /** What the files before it promise, so that what was so before tells nothing; null where nobody can say. */
  readonly before: Pick<Promised, 'catalog' | 'vague'> | null;
  /** Whether a file that failed left nothing at all behind: it was sent as one transaction. */
  readonly atomic: boolean;
}

interface Read {
  readonly line: number;
  readonly sql: string;
  readonly node: Node;
  readonly changes: readonly Change[];
}

/** Looks at the database for what each statement of a file makes. */
export function lookForFile(look: ExtentLook): LookedFile {
  const read: Read[] = [];
  for (const statement of parseFile(look.parser, look.sql)) {
    if (statement.kind === 'not-parsed') return { kind: 'not-parsed', why: `line ${statement.line}: ${statement.why}` };
    const { line, sql, node } = statement;
    read.push({ line, sql, node, changes: readChanges(node) });
  }
  const carriers = read.flatMap(({ changes }, at) => changes.filter(mayCarry).map((change) => ({ at, change })));
  const after = (place: number) => carriers.flatMap(({ at, change }) => (at > place ? [change] : []));
  const single = read.map((one, at) => ({ ...one, ...presenceOf(look, one, () => after(at)) }));
  const statements = inOrder(single, look.atomic);
  return { kind: 'looked', statements, found: foundOf(statements) };
}

type Judged = Pick<LookedStatement, 'presence' | 'why'>;

/** `later`: what later statements change that may carry on what this one made. */
function presenceOf(look: ExtentLook, { changes, node }: Read, later: () => readonly Change[]): Judged {
  const traces = changes.map((change) => tracesOf(change, node));
  const unseen = traces.find((one) => one.kind === 'unseen');
  const conditional = traces.some((one) => one.kind === 'conditions' && one.conditional);
  const all = traces.flatMap((one) => (one.kind === 'conditions' ? one.conditions : []));
  const afterwards = all.length === 0 ? [] : later();
  const left = all.flatMap((condition) => stillToLookFor(look.live, condition, afterwards));
  if (all.length > 0 && left.length === 0)
    return { presence: 'without-trace', why: 'a later statement takes it away again' };
  const telling = left.filter((condition) => !wasSoBefore(look, condition));
  if (left.length > 0 && telling.length === 0) return { presence: 'without-trace', why: 'it was so before this file' };
  const judged = judge(telling.map((condition) => holds(look.live, condition)));
  if (judged?.presence === 'present' && conditional)
    return { presence: 'without-trace', why: 'IF [NOT] EXISTS: it may have been so before' };
  if (unseen !== undefined && judged?.presence !== 'absent')
    return { presence: 'unknown', why: `${unseen.what}: nothing that can be looked at` };
  return judged ?? { presence: 'without-trace', why: 'it leaves nothing behind' };
}

/** Null where nothing was looked at. A statement runs as a whole or not at all. */
function judge(truths: readonly Truth[]): Judged | null {
  if (truths.length === 0) return null;
  if (truths.includes('unfinished'))
    return { presence: 'partly', why: 'its index is there and invalid: it was never finished' };
  if (truths.every((one) => one === 'yes')) return { presence: 'present', why: 'it is there' };
  if (truths.includes('no') && !truths.includes('yes')) return { presence: 'absent', why: 'it is not there' };
  const why = truths.includes('no')
    ? 'only a part of it is there'
    : 'what is there cannot be told from what was there before';
  return { presence: 'unknown', why };
}

function stillToLookFor(live: LiveDatabase, condition: Condition, later: readonly Change[]): readonly Condition[] {
  let present: Condition | null = condition;
  for (const change of later) {
    if (present === null) return [];
    present = carried(live, present, change);
  }
  return present === null ? [] : [present];
}

function wasSoBefore({ before, live }: ExtentLook, condition: Condition): boolean {
  if (before === null || before.vague.everything || condition.kind === 'beside') return false;
  const name = 'table' in condition ? condition.table : condition.kind === 'index' ? condition.index : condition.type;
  if (isVague(before.vague, keyOf(live.catalog, name), name.name)) return false;
  return holds({ catalog: before.catalog, beside: new Set() }, condition) === 'yes';
}

/**
 * What cannot be looked at did not run where a statement before it did not: a file stops at its first error. Where a later
 * one is there all the same, somebody else was at work, and the order tells nothing.
 */
function inOrder(statements: readonly LookedStatement[], atomic: boolean): readonly LookedStatement[] {
  const firstAbsent = statements.findIndex(({ presence }) => presence === 'absent' || presence === 'partly');
  const outOfOrder = statements.slice(firstAbsent).some(({ presence }) => presence === 'present');
  if (firstAbsent < 0 || outOfOrder) return statements;
  const own = statements.some(({ changes }) => changes.some(({ kind }) => kind === 'transaction'));
  const nothingStayed =
    atomic && !own && !statements.some(({ presence }) => presence === 'present' || presence === 'partly');
  return statements.map((statement, at) => {
    if (statement.presence !== 'unknown') return statement;
    if (at > firstAbsent) return { ...statement, presence: 'absent', why: 'a statement before it did not run' };
    return nothingStayed
      ? { ...statement, presence: 'absent', why: 'the file is one transaction, and another part of it is not there' }
      : statement;
  });
}

function foundOf(statements: readonly Pick<LookedStatement, 'presence'>[]): Omit<FoundOfFile, 'file'> {
  const number = (wanted: Presence) => statements.filter(({ presence }) => presence === wanted).length;
  const [present, absent, unknown, partly] = [number('present'), number('absent'), number('unknown'), number('partly')];
  return { extent: extentOf({ present, absent, unknown, partly }), present, absent: absent + partly, unknown };
}

function extentOf(of: { present: number; absent: number; unknown: number; partly: number }): FoundOfFile['extent'] {
  if (of.partly > 0 || (of.present > 0 && of.absent > 0)) return 'some';
  if (of.unknown > 0) return 'unknown';
  if (of.present > 0) return 'all';
  return of.absent > 0 ? 'none' : 'unknown';
}
