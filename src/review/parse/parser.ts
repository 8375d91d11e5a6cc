import { hasSqlDetails, loadModule, type Node, parseSync, SqlError } from 'libpg-query';

/** A statement as the grammar gives it, with byte offsets into the UTF-8 text. */
interface RawStatement {
  readonly node: Node;
  readonly from: number;
  /** Null: to the end. */
  readonly bytes: number | null;
}

export type Parsed =
  | { readonly kind: 'parsed'; readonly statements: readonly RawStatement[] }
  /** `at` in characters from the start. */
  | { readonly kind: 'not-parsed'; readonly why: string; readonly at: number };

/** PostgreSQL's own grammar, once `loadParser` has loaded it. */
export type Parser = (sql: string) => Parsed;

/** Loads PostgreSQL's grammar (about 15 ms); a second call costs nothing. */
export async function loadParser(): Promise<Parser> {
  await loadModule();
  return parse;
}

function parse(sql: string): Parsed {
  if (sql.trim() === '') return { kind: 'parsed', statements: [] };
  try {
    const statements = (parseSync(sql).stmts ?? []).flatMap(({ stmt, stmt_location, stmt_len }) =>
      stmt === undefined ? [] : [{ node: stmt, from: stmt_location ?? 0, bytes: stmt_len ?? null }],
    );
    return { kind: 'parsed', statements };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const at = hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0;
    return { kind: 'not-parsed', why: error.message, at: Math.max(0, at) };
  }
}
