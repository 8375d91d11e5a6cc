import { readChanges } from './changes/read-changes.ts';
import { parseFile } from './parse/parse-file.ts';
import type { Parser } from './parse/parser.ts';

/**
 * Whether a statement of the text works CONCURRENTLY on an index or a partition, and leaves it half-done when it is
 * interrupted. A text that is not understood does where it has the word.
 */
export function worksConcurrently(parser: Parser, sql: string): boolean {
  for (const statement of parseFile(parser, sql)) {
    if (statement.kind === 'not-parsed') return /\bconcurrently\b/i.test(sql);
    const changes = readChanges(statement.node);
    if (changes.some((change) => 'concurrently' in change && change.concurrently && change.kind !== 'refresh'))
      return true;
  }
  return false;
}
