import type { Variables } from '../config/environment-variables.ts';

/** Where a command line prints, and what it learns of being asked to end. */
export interface Terminal {
  readonly variables: Variables;
  /** All of standard input. */
  readonly input: () => Promise<Uint8Array>;
  readonly out: (text: string) => void;
  /** Resolves once what was printed is taken; a reader that went away is an error of the process. */
  readonly drained: () => Promise<void>;
  readonly err: (text: string) => void;
  /** Whether what is printed may be coloured. */
  readonly colour: boolean;
  /** Resolves when the process is asked to end. */
  readonly ended: Promise<void>;
}
