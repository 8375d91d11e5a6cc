import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './setup/project.mjs';

/**
 * Runs a command in the project's root with this process's terminal, passes signals on, and waits for its end.
 * @param {readonly string[]} argv
 * @param {NodeJS.ProcessEnv} [environment] added to the present one
 * @returns {Promise<number>} its exit code; 128 + n when signal n ended it
 */
export async function runInForeground([program = '', ...argv], environment = {}) {
  const child = spawn(program, argv, { cwd: root, env: { ...process.env, ...environment }, stdio: 'inherit' });
  const forget = passSignalsTo(child);
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...end) => resolve(end));
  });
  forget();
  return code ?? 128 + constants.signals[signal];
}

/** The second signal is the last one: a child that does not hear gets SIGKILL. */
function passSignalsTo(child) {
  let heard = 0;
  const pass = (signal) => {
    heard += 1;
    const fromTerminal = signal === 'SIGINT' && process.stdin.isTTY; // the terminal sent it to the child as well
    if (heard > 1 && !fromTerminal) child.kill('SIGKILL');
    else if (!fromTerminal) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  return () => {
    for (const signal of signals) process.off(signal, pass);
  };
}
