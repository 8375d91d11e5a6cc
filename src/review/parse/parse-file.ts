import type { Node } from './ast.ts';
import { type Allowance, allowancesIn, readLeading } from './leading.ts';
import { lineAt, lineStarts } from './lines.ts';
import type { Parser } from './parser.ts';

export interface ParsedStatement {
  readonly kind: 'statement';
  readonly node: Node;
  /** From its first word to its last, without the semicolon. */
  readonly sql: string;
  /** Of the first word, from 1. */
  readonly line: number;
  readonly allowances: readonly Allowance[];
}

export interface NotParsed {
  readonly kind: 'not-parsed';
  readonly why: string;
  readonly line: number;
  readonly sql: string;
  /** Before the file's first word: its statements are not known. */
  readonly allowances: readonly Allowance[];
}

/**
 * A file's statements with their places, one by one, so that nobody need hold all their nodes. A byte order mark is left
 * out. Where the file does not parse, the last word says so.
 */
export function* parseFile(parser: Parser, text: string): Generator<ParsedStatement | NotParsed> {
  const sql = text.replace(/^\uFEFF/, '');
  const starts = lineStarts(sql);
  let before = 0;
  for (const slice of parser(sql)) {
    if (slice.kind === 'not-parsed') {
      const line = lineAt(starts, slice.at);
      const allowances = allowancesIn(readLeading(sql).comments);
      yield { kind: 'not-parsed', why: slice.why, line, allowances, sql: (sql.split('\n')[line - 1] ?? '').trim() };
      return;
    }
    for (const { node, end } of slice.statements) {
      // Comments stand before the place that the grammar gives, and some statements' places are before their comments.
      const whole = sql.slice(before, end);
      const leading = readLeading(whole);
      const line = lineAt(starts, before + leading.length);
      const own = withoutEnd(whole.slice(leading.length));
      before = end;
      yield { kind: 'statement', node, sql: own, line, allowances: allowancesIn(leading.comments) };
    }
  }
}

/** A pattern that ends in `$` would look at each run of blanks again for each of its blanks. */
function withoutEnd(sql: string): string {
  let end = sql.length;
  while (/[\s;]/.test(sql.charAt(end - 1))) end -= 1;
  return sql.slice(0, end);
}
