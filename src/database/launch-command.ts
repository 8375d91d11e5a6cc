import type { Argv, Environment } from '../domain/environment.ts';
import type { Launch } from '../ports/target.ts';
import { programCommand, programOptions } from './program-command.ts';

/** The command that starts another with settings for its sessions with the database. No secret stands in it. */
export function launchCommand(environment: Environment, program: string, { settings, input, command }: Launch): Argv {
  const { variable, config, schema } = programOptions(environment, { connect: false, connectMs: 0, stayMs: null });
  const options = JSON.stringify({ variable, config, schema, settings, input });
  return [...programCommand(environment, program, [options]), ...command];
}
