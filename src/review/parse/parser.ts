import { setFlagsFromString } from 'node:v8';
import { hasSqlDetails, loadModule, type Node, parseSync, SqlError } from 'libpg-query';
import { statementEnds } from './slices.ts';

/** A statement as the grammar gives it. */
interface RawStatement {
  readonly node: Node;
  /** Where it ends, before its semicolon, in characters of the text. It begins where the one before it ended. */
  readonly end: number;
}

/** What the grammar says of a text, slice by slice; after a slice that is not parsed nothing follows. */
export type Slice =
  | { readonly kind: 'parsed'; readonly statements: readonly RawStatement[] }
  /** `at` in characters from the start of the text. */
  | { readonly kind: 'not-parsed'; readonly why: string; readonly at: number };

/** PostgreSQL's own grammar, once `loadParser` has loaded it. */
export type Parser = (sql: string) => Iterable<Slice>;

/** Loads PostgreSQL's grammar (about 15 ms); a second call costs nothing. */
export async function loadParser(): Promise<Parser> {
  compileAgain(false);
  try {
    await loadModule();
  } finally {
    compileAgain(true);
  }
  return (sql) => parseInSlices(sql, sliceCharacters);
}

/**
 * The grammar answers in JSON twenty times as long as the SQL, in memory that it never gives back: a file of 5 MB at once
 * takes half a gigabyte.
 */
const sliceCharacters = 64_000;

/** Parses slices of whole statements, each at least so long. Together they are what the whole would be, for any length. */
export function* parseInSlices(sql: string, characters: number): Generator<Slice> {
  let from = 0;
  let wanted = characters;
  for (const end of sql.length <= characters ? [sql.length] : allEnds(sql)) {
    if (end < sql.length && end - from < wanted) continue;
    const parsed = parseWhole(sql.slice(from, end));
    if (parsed.kind === 'not-parsed' && end < sql.length) {
      wanted = 2 * (end - from); // cut within a statement, or a mistake: more of the text tells
      continue;
    }
    yield shifted(parsed, from);
    from = end;
    wanted = characters;
  }
}

function* allEnds(sql: string): Generator<number> {
  yield* statementEnds(sql);
  yield sql.length;
}

function shifted(slice: Slice, by: number): Slice {
  if (by === 0) return slice;
  if (slice.kind === 'not-parsed') return { ...slice, at: by + slice.at };
  return { kind: 'parsed', statements: slice.statements.map(({ node, end }) => ({ node, end: by + end })) };
}

function parseWhole(sql: string): Slice {
  if (sql.trim() === '') return { kind: 'parsed', statements: [] };
  try {
    const raw = (compiledOnce(() => parseSync(sql)).stmts ?? []).flatMap(({ stmt, stmt_location, stmt_len }) =>
      stmt === undefined ? [] : [{ node: stmt, end: stmt_len === undefined ? null : (stmt_location ?? 0) + stmt_len }],
    );
    return { kind: 'parsed', statements: inCharacters(raw, sql) };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const letters = hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0;
    return { kind: 'not-parsed', why: error.message, at: afterLetters(sql, letters) };
  }
}

/**
 * The grammar is WebAssembly, of which V8 compiles a second time, for speed, what runs often. Of a function as long as the
 * grammar's that takes half a gigabyte on Node 24, and longer than to parse 5 MB with what was compiled at first. What is
 * compiled while this is off is not looked at again; what else runs in the process, as Prisma's engine, gains by it.
 */
function compileAgain(on: boolean): void {
  for (const flag of ['wasm-tier-up', 'wasm-dynamic-tiering']) setFlagsFromString(`--${on ? '' : 'no-'}${flag}`);
}

/** Runs the grammar as it was compiled at first. */
export function compiledOnce<Result>(run: () => Result): Result {
  compileAgain(false);
  try {
    return run();
  } finally {
    compileAgain(true);
  }
}

/** The grammar counts letters of errors, of which some are two characters here. */
function afterLetters(sql: string, letters: number): number {
  let at = 0;
  for (let left = letters; left > 0 && at < sql.length; left -= 1) at += (sql.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** The grammar counts bytes of UTF-8; null is to the end. */
function inCharacters(
  raw: readonly { readonly node: Node; readonly end: number | null }[],
  sql: string,
): readonly RawStatement[] {
  const bytes = Buffer.from(sql);
  if (bytes.length === sql.length) return raw.map(({ node, end }) => ({ node, end: end ?? sql.length }));
  let byte = 0;
  let character = 0;
  return raw.map(({ node, end }) => {
    character += bytes.toString('utf8', byte, end ?? bytes.length).length;
    byte = end ?? bytes.length;
    return { node, end: character };
  });
}
