import { type Node, parsePlPgSQLSync } from 'libpg-query';
import { as, constantText, optionText } from './ast.ts';
import { compiledOnce, type Parser } from './parser.ts';
import { within } from './walk.ts';

/**
 * The statements in the body of a DO block in PL/pgSQL, whatever IF or loop they stand in: as they are written, and as the
 * text of an EXECUTE that is a literal. What cannot be read is left out.
 */
export function statementsInBody(parser: Parser, node: Node, sql: string): readonly Node[] {
  const block = as(node, 'DoStmt');
  const options = within(block?.args, 'DefElem');
  const language = optionText(options.find(({ defname }) => defname === 'language')?.arg) ?? 'plpgsql';
  if (block === null || language !== 'plpgsql') return [];
  return queriesOf(sql).flatMap(({ query, isLiteral }) => {
    const text = isLiteral ? literalOf(parser, query) : query;
    return text === null ? [] : nodesOf(parser, text);
  });
}

interface Query {
  readonly query: string;
  /** An expression that gives the statement's text. */
  readonly isLiteral: boolean;
}

function queriesOf(sql: string): readonly Query[] {
  try {
    return collect(compiledOnce(() => parsePlPgSQLSync(sql)));
  } catch {
    return []; // its grammar throws a plain Error for a body that it does not read
  }
}

const places = ['PLpgSQL_stmt_execsql', 'PLpgSQL_stmt_perform', 'PLpgSQL_stmt_call', 'PLpgSQL_stmt_dynexecute'];

function collect(value: unknown): readonly Query[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => {
    if (!places.includes(key)) return collect(below);
    const query = queryIn(below);
    return query === null ? [] : [{ query, isLiteral: key === 'PLpgSQL_stmt_dynexecute' }];
  });
}

/** The text of the first expression of a statement, which is what it runs. */
function queryIn(statement: unknown): string | null {
  for (const part of Object.values(statement ?? {})) {
    const { PLpgSQL_expr: expression } = (part ?? {}) as { PLpgSQL_expr?: { query?: unknown } };
    if (typeof expression?.query === 'string') return expression.query;
  }
  return null;
}

function nodesOf(parser: Parser, text: string): readonly Node[] {
  return [...parser(text)].flatMap((slice) =>
    slice.kind === 'parsed' ? slice.statements.map(({ node }) => node) : [],
  );
}

function literalOf(parser: Parser, expression: string): string | null {
  const select = as(nodesOf(parser, `SELECT ${expression}`)[0], 'SelectStmt');
  return constantText(as(select?.targetList?.[0], 'ResTarget')?.val);
}
