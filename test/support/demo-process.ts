import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** The demo as a process of its own, with a temporary directory that nobody else uses. */
export interface DemoProcess {
  readonly child: ChildProcess;
  readonly temporary: string;
  /** What it printed so far. */
  readonly output: () => string;
  /** Resolves with the first line that matches. */
  readonly line: (pattern: RegExp) => Promise<string>;
  /** The same, of what it prints from now on. */
  readonly next: (pattern: RegExp) => Promise<string>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Starts it; `argv[0]` is the script, below the project's root. */
export function startDemo(argv: readonly string[]): DemoProcess {
  const temporary = mkdtempSync(path.join(tmpdir(), 'godwit-demo-'));
  chmodSync(temporary, 0o711); // PostgreSQL runs as another account when we are root, and must get through
  const child = spawn(process.execPath, ['--import', 'tsx', ...argv], {
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const take = (line: string) => {
    lines.push(line);
    for (const look of waiting) look();
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', take);
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(temporary, { recursive: true, force: true });
  });
  return {
    child,
    temporary,
    output: () => lines.join('\n'),
    line: (pattern) => lineOf(pattern, 0),
    next: (pattern) => lineOf(pattern, lines.length),
    ended,
  };

  function lineOf(pattern: RegExp, from: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = lines.slice(from).find((line) => pattern.test(line));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      void ended.then((how) => reject(new Error(`waiting for ${pattern}: ended with ${how}\n${lines.join('\n')}`)));
      look();
    });
  }
}

/** Directories of playgrounds in this temporary directory. */
export const playgroundsIn = (temporary: string): readonly string[] =>
  readdirSync(temporary).filter((name) => name.startsWith('godwit-playground-'));

/** Processes that have to do with this directory: by what they were called with, their environment, or where they stand. */
export function processesIn(temporary: string): readonly string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return pids.flatMap((pid) => {
    const command = textOf(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    const environment = textOf(() => readFileSync(`/proc/${pid}/environ`, 'utf8'));
    const place = textOf(() => readlinkSync(`/proc/${pid}/cwd`));
    const belongs = [command, environment, place].some((text) => text.includes(temporary));
    return belongs ? [`${pid} ${command.replaceAll('\0', ' ')}`] : [];
  });
}

/** Empty where the process is gone or somebody else's. */
function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
