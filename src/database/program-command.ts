import type { Argv, Environment } from '../domain/environment.ts';

/** What the programs on the target are told: where to look, never a secret. */
export interface ProgramOptions {
  /** The variable that holds the URL. */
  readonly variable: string;
  /** As given to prisma by `--config` and `--schema`; null: where Prisma looks by itself. */
  readonly config: string | null;
  readonly schema: string | null;
  /** Whether to join stdin and stdout to the database, and how long it may take to answer. */
  readonly connect: boolean;
  readonly connectMs: number;
  /** Null: nobody asks again. Else it waits for further questions, and ends after so long without one. */
  readonly stayMs: number | null;
}

/** `[...exec] node -e <program> <words>`, in Prisma's own working directory. */
export function programCommand(environment: Environment, program: string, words: readonly string[]): Argv {
  return [...environment.exec, 'node', '-e', program, ...words];
}

/** The options that fit the environment. */
export function programOptions(
  { database, prisma }: Environment,
  way: Pick<ProgramOptions, 'connect' | 'connectMs' | 'stayMs'>,
): ProgramOptions {
  const { connect, connectMs, stayMs } = way;
  return {
    variable: database.variable,
    config: optionOf(prisma, '--config'),
    schema: optionOf(prisma, '--schema'),
    ...{ connect, connectMs, stayMs },
  };
}

/** The value of `--name value` or `--name=value`; null when absent. */
function optionOf(argv: Argv, name: string): string | null {
  const at = argv.indexOf(name);
  if (at >= 0) return argv[at + 1] ?? null;
  return argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}
