import { figureLine, ratioLine } from '../../rounds.ts';
import { review } from '../ground.ts';
import { forKnowing, memory } from '../limits.ts';
import type { ReviewMeasure } from '../measure.ts';
import { peakOf, wall } from '../process.ts';

/** Linear, with room for noise: what a megabyte more takes late is what it takes early. */
const bend = 1.5;

/** Row 5: one long file. */
export const longFile: ReviewMeasure = {
  row: 5,
  title: 'a file of 5 MB',
  take: async ({ long }, rounds) => {
    const times: Record<1 | 2 | 5, number[]> = { 1: [], 2: [], 5: [] };
    const peaks = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const size of [1, 2, 5] as const) times[size].push(await wall([process.execPath, ...review(long[size])]));
      peaks.push(await peakOf(review(long[5])));
    }
    const perMegabyte = (from: 1 | 2, to: 2 | 5) =>
      times[to].map((ms, round) => (ms - (times[from][round] ?? Number.NaN)) / (to - from));
    const note = 'about 6 000 statements a megabyte, of the kinds of row 1.';
    return [
      ...([1, 2, 5] as const).map((size) =>
        figureLine({ row: 5, measure: `a file of ${size} MB`, note }, times[size], forKnowing),
      ),
      ratioLine(
        {
          row: 5,
          measure: 'a megabyte from 2 to 5 MB',
          against: 'from 1 to 2 MB',
          note: 'a file that is read again and again would show it here.',
        },
        { ours: perMegabyte(2, 5), theirs: perMegabyte(1, 2) },
        bend,
      ),
      figureLine({ row: 5, measure: 'a file of 5 MB, memory', note }, peaks, memory),
    ];
  },
};
