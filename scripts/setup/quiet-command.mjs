import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { root, scratchFile } from './project.mjs';

/** Something that a person can mend: its message is all they need to see. */
export class SetupError extends Error {
  name = 'SetupError';
}

/**
 * Runs a command in the project with its output in a log file. @returns whether it ended with 0.
 * @param {readonly string[]} argv
 * @param {NodeJS.ProcessEnv} [environment] added to the present one
 */
export function succeeds([program = '', ...argv], environment = {}) {
  const log = openSync(scratchFile('log'), 'w', 0o600);
  try {
    const env = { ...process.env, ...environment };
    const { status } = spawnSync(program, argv, { cwd: root, env, stdio: ['ignore', log, log] });
    return status === 0;
  } finally {
    closeSync(log);
  }
}

/** Like `succeeds`, but the end of the log is in the error when it does not. @throws {SetupError} */
export function runQuietly(argv, environment = {}) {
  if (succeeds(argv, environment)) return;
  const log = readFileSync(scratchFile('log'), 'utf8').trimEnd().split('\n');
  throw new SetupError(
    `running ${argv.join(' ')}: not done; its last lines (all in ${scratchFile('log')}):\n${log.slice(-40).join('\n')}`,
  );
}
