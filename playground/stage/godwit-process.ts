import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { playgroundMarker } from '../servers/pid-files.ts';

const program = fileURLToPath(new URL('../../bin/godwit.js', import.meta.url));

/** A running `godwit start`, as an operator has it: by its process id, its port and its log. */
export interface GodwitProcess extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  /** One JSON object a line. */
  readonly logFile: string;
  /** Ends it and waits; default SIGTERM. Answers with the exit code, null after a signal. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export interface GodwitOptions {
  readonly role: 'app' | 'worker' | 'all';
  readonly variables: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/**
 * Starts the built program and waits until it says that it is up. Throws with what it printed when it ends before.
 * It does not outlive this process: the kernel tells it of a kill -9, and whoever removes the playground finds it by
 * its marker.
 */
export async function startGodwit({ role, variables, logFile }: GodwitOptions): Promise<GodwitProcess> {
  const directory = path.dirname(logFile);
  const own = { PATH: process.env.PATH, HOME: directory, LOG_LEVEL: 'debug', [playgroundMarker]: directory };
  const argv = ['--pdeathsig', 'TERM', '--', process.execPath, program, 'start', '--role', role];
  const child = spawn('setpriv', argv, {
    env: { ...own, ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const port = await portOf(child, logFile, exited);
  const end = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return exited;
  };
  return { pid: child.pid ?? 0, port, logFile, end, [Symbol.asyncDispose]: async () => void (await end()) };
}

function portOf(child: ChildProcess, logFile: string, exited: Promise<number | null>): Promise<number> {
  const file = createWriteStream(logFile, { flags: 'a' });
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stderr ?? process.stdin }).on('line', (line) => {
      file.write(`${line}\n`);
      if (lines.push(line) > 30) lines.shift();
      const port = /"port":(\d+),"msg":"godwit is up"/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    void exited.then((code) => reject(new Error(`starting godwit: it ended with ${code}\n${lines.join('\n')}`)));
  });
}

/** Runs `godwit <argv>` to its end. */
export function runGodwit(
  argv: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [program, ...argv], {
    env: { PATH: process.env.PATH, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
