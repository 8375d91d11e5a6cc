import type { Argv, Environment } from '../domain/environment.ts';
import type { ShadowDatabase } from '../ports/target.ts';
import { programOptions } from './program-command.ts';

/**
 * `node -e <program> <options>` in Prisma's place. Without the exec prefix: it runs behind it already. A configuration
 * file that Prisma is told of is told to it here, too.
 */
export function withShadow(environment: Environment, program: string, { name }: ShadowDatabase): Argv {
  const { variable, config, schema } = programOptions(environment, { connect: false, connectMs: 0, stayMs: null });
  const options = JSON.stringify({ variable, config, schema, database: name });
  return ['node', '-e', program, options, ...(config === null ? [] : ['--config', config])];
}
