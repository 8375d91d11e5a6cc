import type { Argv, Environment } from '../domain/environment.ts';
import type { MigrationFolders } from '../ports/target.ts';
import { programCommand, programOptions } from './program-command.ts';

/** The command, run in Prisma's own working directory beside folders that hold some of its migrations. */
export function withMigrations(
  environment: Environment,
  program: string,
  { folders, command }: { readonly folders: MigrationFolders; readonly command: Argv },
): Argv {
  const options = programOptions(environment, { connect: false, connectMs: 0, stayMs: null });
  return programCommand(environment, program, [JSON.stringify(options), JSON.stringify(folders), ...command]);
}
