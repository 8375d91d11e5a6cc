import { execFileSync } from 'node:child_process';
import { availableParallelism, loadavg, totalmem } from 'node:os';

/** What the figures depend on; nothing that names the machine. */
export interface Machine {
  readonly cores: number;
  readonly memoryGB: number;
  readonly node: string;
  /** Of the checked-out commit; null where there is none. */
  readonly commit: string | null;
  /** Processes that wanted a core during the last minute before the bench began. */
  readonly loadBefore: number;
}

export function thisMachine(): Machine {
  return {
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    commit: commit(),
    loadBefore: loadavg()[0] ?? 0,
  };
}

function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return null; // the project may have come without its repository
  }
}
