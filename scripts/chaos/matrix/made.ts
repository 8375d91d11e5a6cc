import { execFileSync } from 'node:child_process';

/** One run of chaos: of what, by whom to repeat, and how long it took. */
export interface Made {
  /** When it began, ISO 8601. */
  readonly madeAt: string;
  /** What was tried, `1a35e3b`, or `1a35e3b with changes`; absent where nobody wrote it down. */
  readonly commit?: string;
  /** Node's version: `v20.19.0`. */
  readonly node: string;
  readonly command: string;
  readonly seconds: number;
}

/** What stands here now; without Git nothing is said. */
export function presentCommit(): Pick<Made, 'commit'> {
  try {
    const git = (...argv: string[]) => execFileSync('git', argv, { encoding: 'utf8', stdio: 'pipe' }).trim();
    // What the runs themselves leave is no change of what is tried.
    const changed = git('status', '--porcelain', '--', ':/', ':(exclude,top)docs') !== '';
    return { commit: `${git('rev-parse', '--short', 'HEAD')}${changed ? ' with changes' : ''}` };
  } catch {
    return {};
  }
}
