import { type LockMode, lockModes, type Verdict, verdicts, type Work, works } from './types.ts';

/** Whether a lock is at least as strong as another; null is no lock. */
export function atLeast(lock: LockMode | null, other: LockMode): boolean {
  return lock !== null && lockModes.indexOf(lock) >= lockModes.indexOf(other);
}

export function strongerLock(a: LockMode | null, b: LockMode | null): LockMode | null {
  if (a === null || b === null) return a ?? b;
  return lockModes.indexOf(a) >= lockModes.indexOf(b) ? a : b;
}

export function heavierWork(a: Work, b: Work): Work {
  return works.indexOf(a) >= works.indexOf(b) ? a : b;
}

export function worstVerdict(all: Iterable<Verdict>): Verdict {
  let worst: Verdict = 'safe';
  for (const verdict of all) if (verdicts.indexOf(verdict) > verdicts.indexOf(worst)) worst = verdict;
  return worst;
}

/** One step milder; what is blocked or safe stays. */
export function milder(verdict: Verdict): Verdict {
  if (verdict === 'risky') return 'caution';
  return verdict === 'caution' ? 'safe' : verdict;
}
