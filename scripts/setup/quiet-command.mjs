import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { root, scratchFile } from './project.mjs';

/** Something that a person can mend: its message is all they need to see. */
export class SetupError extends Error {
  name = 'SetupError';
}

/**
 * Runs a command in the project with its output in a log file. A signal ends the command first and then this process.
 * @param {readonly string[]} argv
 * @param {NodeJS.ProcessEnv} [environment] added to the present one
 * @returns {Promise<boolean>} whether it ended with 0
 */
export async function succeeds([program = '', ...argv], environment = {}) {
  const log = openSync(scratchFile('log'), 'w', 0o600);
  const env = { ...process.env, ...environment };
  const child = spawn(program, argv, { cwd: root, env, stdio: ['ignore', log, log] });
  closeSync(log);
  const interruption = endWithSignals(child);
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', resolve);
  });
  interruption.settle();
  return code === 0;
}

/** Exiting by `process.exit` lets the clean-up of lock and policy run, which a plain death by signal would not. */
function endWithSignals(child) {
  let heard;
  const pass = (signal) => {
    heard = signal;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  return {
    settle() {
      for (const signal of signals) process.off(signal, pass);
      if (heard !== undefined) process.exit(128 + constants.signals[heard]);
    },
  };
}

/** Like `succeeds`, but the end of the log is in the error when it does not. @throws {SetupError} */
export async function runQuietly(argv, environment = {}) {
  if (await succeeds(argv, environment)) return;
  const log = readFileSync(scratchFile('log'), 'utf8').trimEnd().split('\n').slice(-40).join('\n');
  const head = `running ${argv.join(' ')}: not done; its last lines (all in ${scratchFile('log')}):`;
  throw new SetupError(`${head}\n${log}`);
}
