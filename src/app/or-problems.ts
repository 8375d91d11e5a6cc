import type { Read } from '../config/environment-variables.ts';
import { formatProblem } from '../config/problem.ts';
import type { Terminal } from './terminal.ts';

/** What was read; null where it is not valid, and then every problem has been printed. */
export function orProblems<T>(read: Read<T>, terminal: Terminal): T | null {
  if (read.kind === 'valid') return read.value;
  for (const problem of read.problems) terminal.err(`${formatProblem(problem)}\n`);
  return null;
}
