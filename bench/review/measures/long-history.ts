import { figureLine } from '../../rounds.ts';
import { review } from '../ground.ts';
import { forKnowing, memory } from '../limits.ts';
import type { ReviewMeasure } from '../measure.ts';
import { peakOf, wall } from '../process.ts';

/** Row 6: the history of an old project. */
export const longHistory: ReviewMeasure = {
  row: 6,
  title: '1 000 migrations',
  take: async (ground, rounds) => {
    const argv = review(ground.folders[1000]);
    const times = [];
    const peaks = [];
    for (let round = 0; round < rounds; round += 1) {
      times.push(await wall([process.execPath, ...argv]));
      peaks.push(await peakOf(argv));
    }
    const note = 'each builds on those before it.';
    return [
      figureLine({ row: 6, measure: 'a history of 1 000 migrations', note }, times, forKnowing),
      figureLine({ row: 6, measure: 'the same, memory', note }, peaks, memory),
    ];
  },
};
