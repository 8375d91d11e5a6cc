/** The middle of several figures, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The middle one; the mean of the middle two where their number is even. Throws where there is none. */
export function median(figures: readonly number[]): number {
  const sorted = ascending(figures);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new Error('taking a median: there are no figures');
  return (lower + upper) / 2;
}

/**
 * The smallest figure that at least `share` (above 0, at most 1) of all do not exceed: nearest rank, never made up
 * between two. Throws where there is none.
 */
export function percentile(figures: readonly number[], share: number): number {
  if (!(share > 0 && share <= 1)) throw new Error(`taking a percentile: ${share} is not above 0 and at most 1`);
  const found = ascending(figures)[Math.ceil(figures.length * share) - 1];
  if (found === undefined) throw new Error('taking a percentile: there are no figures');
  return found;
}

/** Median, smallest and largest. Throws where there is none. */
export function spreadOf(figures: readonly number[]): Spread {
  return { median: median(figures), min: Math.min(...figures), max: Math.max(...figures) };
}

/** Half-open stretches of time, in milliseconds of one clock. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** How much of `within` none of the intervals covers; they may overlap and come in any order. */
export function uncovered(within: Interval, intervals: readonly Interval[]): number {
  let covered = 0;
  let reached = within.from;
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const begin = Math.max(from, reached);
    const end = Math.min(to, within.to);
    if (end <= begin) continue;
    covered += end - begin;
    reached = end;
  }
  return Math.max(0, within.to - within.from - covered);
}

const ascending = (figures: readonly number[]) => figures.toSorted((a, b) => a - b);
