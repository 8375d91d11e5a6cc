import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const peak = new URL('peak.mjs', import.meta.url).href;

/** Wall time of a whole process, in milliseconds. What it prints is read and thrown away. Throws where it could not run. */
export async function wall([program = '', ...argv]: readonly string[]): Promise<number> {
  const begun = performance.now();
  const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.resume();
  child.stderr.resume();
  const [code] = await once(child, 'close');
  if (code !== 0 && code !== 1) throw new Error(`measuring ${program}: it ended with ${code}`);
  return performance.now() - begun;
}

/** The most memory that a program of Node's held, in megabytes. */
export async function peakOf(argv: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ['--import', peak, ...argv], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] });
  child.stdout?.resume();
  const told = child.stdio[3];
  const [kilobytes] = await Promise.all([
    told == null ? '' : text(told as NodeJS.ReadableStream),
    once(child, 'close'),
  ]);
  const amount = Number(kilobytes);
  if (!(amount > 0)) throw new Error(`measuring memory of ${argv.join(' ')}: it told nothing`);
  return amount / 1_000;
}
