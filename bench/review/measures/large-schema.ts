import { figureLine } from '../../rounds.ts';
import { review } from '../ground.ts';
import { forKnowing, memory } from '../limits.ts';
import type { ReviewMeasure } from '../measure.ts';
import { peakOf, wall } from '../process.ts';

const note = 'the 500 files, on a database of 2 000 tables with a key and an index each, given as DDL.';

/** Row 3: what a large database adds. */
export const largeSchema: ReviewMeasure = {
  row: 3,
  title: 'a schema of 2 000 tables',
  take: async (ground, rounds) => {
    const argv = review('--schema', ground.schema, ground.folders[500]);
    const times = [];
    const peaks = [];
    for (let round = 0; round < rounds; round += 1) {
      times.push(await wall([process.execPath, ...argv]));
      peaks.push(await peakOf(argv));
    }
    return [
      figureLine({ row: 3, measure: '500 files on a schema of 2 000 tables', note }, times, forKnowing),
      figureLine({ row: 3, measure: 'the same, memory', note }, peaks, memory),
    ];
  },
};
