import type { Change, ChangeKind } from './changes/change.ts';
import { readChanges } from './changes/read-changes.ts';
import { type ParsedStatement, parseFile } from './parse/parse-file.ts';
import type { Parser } from './parse/parser.ts';
import type { Atomicity } from './rules/rule.ts';

/**
 * Whether the catalog shows everything that an interrupted file left behind. Null: it does, or the file leaves nothing
 * because it runs as one. Else why not, as a clause: statements before the interrupted one may have been committed, and
 * rows, dropped things and what a function did leave nothing there that could be found.
 */
export function unseenLeftovers(parser: Parser, sql: string, atomicity: Atomicity): string | null {
  const statements: ParsedStatement[] = [];
  for (const statement of parseFile(parser, sql)) {
    if (statement.kind === 'not-parsed') return `line ${statement.line} is not understood`;
    statements.push(statement);
  }
  const read = statements.map(({ node }) => readChanges(node));
  if (read.length <= 1 || isOneBlock(read)) return null;
  if (read.some((changes) => changes.some(({ kind }) => kind === 'transaction'))) {
    return 'the file begins and ends transactions of its own';
  }
  if (atomicity === 'file') return null;
  const at = read.slice(0, -1).findIndex((changes) => !changes.every(leavesNothing) && !changes.some(leavesRow));
  const statement = statements[at];
  return statement === undefined ? null : `what line ${statement.line} does cannot be seen in the catalog`;
}

/** BEGIN first, COMMIT last, and nothing of the kind in between. */
function isOneBlock(read: readonly (readonly Change[])[]): boolean {
  const verbs = read.map(([change]) => (change?.kind === 'transaction' ? change.verb : null));
  const inner = verbs.slice(1, -1).every((verb) => verb === null || verb === 'savepoint');
  return verbs[0] === 'begin' && verbs.at(-1) === 'commit' && inner;
}

const leavesNothing = ({ kind }: Change): boolean => kind === 'set' || kind === 'lock-table';
const leavesRow = ({ kind }: Change): boolean => written.has(kind);

/** Each of these writes a row of a catalog, which then bears the number of its transaction. */
const written: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  ...(['create-table', 'create-index', 'create-view', 'create-trigger', 'create-policy', 'create-rule'] as const),
  ...([
    'create-enum',
    'create-domain',
    'create-function',
    'create-statistics',
    'create-other',
    'create-extension',
  ] as const),
  ...(['add-column', 'drop-column', 'alter-type', 'set-default', 'set-not-null', 'drop-not-null'] as const),
  ...(['rename-column', 'add-constraint', 'validate-constraint', 'rename-constraint'] as const),
  ...(['attach-partition', 'rename-table', 'set-table-schema', 'rename-index'] as const),
  ...(['add-enum-value', 'rename-enum-value', 'rename-type', 'rename-schema', 'rename-on-table'] as const),
]);
