import { createInterface } from 'node:readline/promises';
import { SetupError } from './quiet-command.mjs';

/**
 * Asks a person at a terminal before anything is downloaded; goes ahead where none sits there (a pipe, CI).
 * @param {readonly import('../setup.mjs').SetupStep[]} steps
 * @throws {SetupError} when the answer is no
 */
export async function mayInstall(steps) {
  const lines = steps.flatMap((step) => step.missing() ?? []);
  if (lines.length === 0 || !process.stdin.isTTY || process.env.CI) return;
  process.stdout.write(`Missing here:\n${lines.map((line) => `  - ${line}\n`).join('')}`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Install now? (yes/no) ');
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new SetupError('nothing was installed');
}
