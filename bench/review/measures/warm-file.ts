import { readFileSync } from 'node:fs';
import { loadParser } from '../../../src/review/parse/parser.ts';
import { reviewPlan } from '../../../src/review/review.ts';
import { figureLine } from '../../rounds.ts';
import { median } from '../../statistics.ts';
import { atMostMs } from '../limits.ts';
import type { ReviewMeasure } from '../measure.ts';

/** Row 2: one file in a process that has reviewed before, as a worker does. */
export const warmFile: ReviewMeasure = {
  row: 2,
  title: 'one file, warm',
  take: async (ground, rounds) => {
    const parser = await loadParser();
    const files = ground.files.map((file) => ({ path: file, sql: readFileSync(file, 'utf8') }));
    const took = (file: (typeof files)[number]) => {
      const begun = performance.now();
      reviewPlan({ parser, files: [file], catalog: null, serverVersion: 15, atomicity: null, style: 'quiet' });
      return performance.now() - begun;
    };
    files.forEach(took);
    const all = Array.from({ length: rounds }, () => files.map(took));
    const note = `of ${files.length} files, each by itself, in a process that has reviewed them once before.`;
    return [
      figureLine({ row: 2, measure: 'one file, warm, median', note }, all.map(median), atMostMs(5)),
      figureLine(
        { row: 2, measure: 'one file, warm, slowest', note },
        all.map((round) => Math.max(...round)),
        {
          ...atMostMs(5),
          words: '–',
          holds: () => true,
        },
      ),
    ];
  },
};
