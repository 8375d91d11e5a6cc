import type { Read, Variables } from '../config/environment-variables.ts';
import { formatProblem } from '../config/problem.ts';

/** Where a command line prints, and what it learns of being asked to end. */
export interface Terminal {
  readonly variables: Variables;
  readonly out: (text: string) => void;
  /** Resolves once what was printed is taken; a reader that went away is an error of the process. */
  readonly drained: () => Promise<void>;
  readonly err: (text: string) => void;
  /** Whether what is printed may be coloured. */
  readonly colour: boolean;
  /** Resolves when the process is asked to end. */
  readonly ended: Promise<void>;
}

/** What was read; null where it was not valid, and every problem has been printed. */
export function orProblems<T>(read: Read<T>, terminal: Pick<Terminal, 'err'>): T | null {
  if (read.kind === 'valid') return read.value;
  for (const problem of read.problems) terminal.err(`${formatProblem(problem)}\n`);
  return null;
}
