import type { Argv, Environment } from '../domain/environment.ts';
import type { Sha256 } from '../domain/ids.ts';
import { programCommand, programOptions } from './program-command.ts';

const connectMs = 5_000;

/** The command that looks at files and history once more, as the last act before Prisma. */
export function receiptCommand(
  environment: Environment,
  program: string,
  expected: { readonly files: Sha256; readonly history: Sha256 },
): Argv {
  const options = programOptions(environment, { connect: false, connectMs, stayMs: null });
  return programCommand(environment, program, [JSON.stringify(options), JSON.stringify(expected)]);
}
