import type { OfferedSql } from '../domain/resolve.ts';
import { showHidden } from './escape.ts';

/** SQL for a person to read, run or commit, as a file; what the review found stands above it. */
export function resolveSqlFile(
  migration: string,
  part: 'completion' | 'undoing',
  { sql, verdict, findings }: OfferedSql,
): { readonly name: string; readonly title: string; readonly content: string } {
  const name = showHidden(migration).replace(/\s+/g, ' ');
  const what = part === 'completion' ? `What is left to run of ${name}` : `What takes ${name} away again`;
  const head = [what, `review: ${verdict ?? 'not reviewed'}`, ...findings].map(
    (line) => `-- ${showHidden(line).replace(/\s+/g, ' ')}`,
  );
  return { name: `${part}-${name}.sql`.replaceAll('/', '-'), title: what, content: `${head.join('\n')}\n\n${sql}\n` };
}
