import type { Result, Unit } from './measure.ts';
import { median, spreadOf } from './statistics.ts';

/** What both sides took in each round, in the same order. */
export interface Pairs {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** Figures of a round: one by one in turn, so that whatever else the machine does meets both sides alike. */
export async function inTurn(
  times: number,
  ours: (index: number) => Promise<number>,
  theirs: (index: number) => Promise<number>,
): Promise<Pairs> {
  const taken = { ours: [] as number[], theirs: [] as number[] };
  for (let index = 0; index < times; index += 1) {
    taken.ours.push(await ours(index));
    taken.theirs.push(await theirs(index));
  }
  return taken;
}

/** Takes several rounds; of each one the median of either side counts. */
export async function medianRounds(count: number, round: (index: number) => Promise<Pairs>): Promise<Pairs> {
  const medians = { ours: [] as number[], theirs: [] as number[] };
  for (let index = 0; index < count; index += 1) {
    const { ours, theirs } = await round(index);
    medians.ours.push(median(ours));
    medians.theirs.push(median(theirs));
  }
  return medians;
}

type Line = Pick<Result, 'row' | 'measure' | 'against' | 'note'>;

/** A line whose limit, where it has one, is for the ratio of the two sides, taken in each round. */
export function ratioLine(line: Line, { ours, theirs }: Pairs, atMost: number | null): Result {
  const judged = spreadOf(ours.map((figure, round) => figure / (theirs[round] ?? Number.NaN)));
  return {
    ...line,
    unit: 'ms',
    ours: spreadOf(ours),
    theirs: spreadOf(theirs),
    judged: { ...judged, as: 'ratio' },
    atMost: atMost === null ? null : String(atMost),
    ok: atMost === null || judged.median <= atMost,
    rounds: ours.length,
  };
}

/** A line whose limit is for a figure itself. */
export function figureLine(line: Omit<Line, 'against'>, figures: readonly number[], limit: Limit): Result {
  const judged = spreadOf(figures);
  return {
    ...line,
    against: null,
    unit: limit.unit,
    ours: judged,
    theirs: null,
    judged: { ...judged, as: limit.unit },
    atMost: limit.words,
    ok: limit.holds(median(figures)),
    rounds: figures.length,
  };
}

export interface Limit {
  readonly unit: Unit;
  readonly words: string;
  readonly holds: (figure: number) => boolean;
}
