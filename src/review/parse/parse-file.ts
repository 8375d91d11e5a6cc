import type { Node } from './ast.ts';
import { type Allowance, allowancesIn, readLeading } from './leading.ts';
import { lineAt, lineStarts } from './lines.ts';
import type { Parser } from './parser.ts';

export interface ParsedStatement {
  readonly index: number;
  readonly node: Node;
  /** From its first word to its last, without the semicolon. */
  readonly sql: string;
  /** Of the first word, from 1. */
  readonly line: number;
  readonly allowances: readonly Allowance[];
}

export type ParsedFile =
  | { readonly kind: 'parsed'; readonly statements: readonly ParsedStatement[] }
  | { readonly kind: 'not-parsed'; readonly why: string; readonly line: number; readonly sql: string };

/** A file's statements with their places. A byte order mark is left out; offsets are of UTF-8 bytes, as the grammar counts. */
export function parseFile(parser: Parser, text: string): ParsedFile {
  const sql = text.replace(/^\uFEFF/, '');
  const parsed = parser(sql);
  const starts = lineStarts(sql);
  if (parsed.kind === 'not-parsed') {
    const line = lineAt(starts, parsed.at);
    return { kind: 'not-parsed', why: parsed.why, line, sql: (sql.split('\n')[line - 1] ?? '').trim() };
  }
  const bytes = Buffer.from(sql);
  const onlyAscii = bytes.length === sql.length;
  let place = { byte: 0, character: 0 };
  let before = 0;
  const statements = parsed.statements.map(({ node, from, bytes: length }, index) => {
    const end = length === null ? bytes.length : from + length;
    // Comments stand before the place that the grammar gives, and some statements' places are before their comments.
    const whole = bytes.toString('utf8', before, end);
    place = onlyAscii ? { byte: before, character: before } : forward(bytes, place, before);
    before = end;
    const leading = readLeading(whole);
    const line = lineAt(starts, place.character + leading.length);
    const own = whole.slice(leading.length).replace(/[\s;]+$/, '');
    return { index, node, sql: own, line, allowances: allowancesIn(leading.comments) };
  });
  return { kind: 'parsed', statements };
}

interface Place {
  readonly byte: number;
  readonly character: number;
}

/** Statements come in order, so each stretch of text is counted once. */
function forward(bytes: Buffer, place: Place, byte: number): Place {
  return { byte, character: place.character + bytes.toString('utf8', place.byte, byte).length };
}
