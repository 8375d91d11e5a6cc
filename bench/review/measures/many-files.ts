import { fileURLToPath } from 'node:url';
import { squawkBinary } from '../../../scripts/squawk-binary.ts';
import { figureLine, inTurn, ratioLine } from '../../rounds.ts';
import { type Ground, review } from '../ground.ts';
import { memory } from '../limits.ts';
import type { ReviewMeasure } from '../measure.ts';
import { peakOf, wall } from '../process.ts';

const parseOnly = fileURLToPath(new URL('../parse-only.mjs', import.meta.url));
const row = 1;
const measure = '500 files, whole process';
const note =
  'two thirds as Prisma emits them, one third as people write them; nothing is known of the database. squawk prints for people, as it does by default.';

/** Row 1: a CI job's review of a folder, beside squawk and beside parsing alone. */
export const manyFiles: ReviewMeasure = {
  row,
  title: '500 files',
  take: async (ground, rounds) => {
    const files = ground.files;
    const binary = squawkBinary();
    const rivals = [
      ...(binary === null
        ? []
        : [
            { against: '`npx squawk`', argv: ['npx', 'squawk', ...files], atMost: 1 },
            { against: "squawk's bare binary", argv: [binary, ...files], atMost: 6 },
            {
              against: "squawk's bare binary, `--reporter json`",
              argv: [binary, '--reporter=json', ...files],
              atMost: null,
            },
          ]),
      { against: 'Node that parses them, no more', argv: [process.execPath, parseOnly, ...files], atMost: null },
    ];
    const lines = [];
    for (const { against, argv, atMost } of rivals) {
      const pairs = await besides(ground, argv, rounds);
      const line = ratioLine({ row, measure, against, note }, pairs, atMost ?? Number.POSITIVE_INFINITY);
      lines.push(atMost === null ? { ...line, atMost: '–' } : line);
    }
    const peaks = [];
    for (let round = 0; round < rounds; round += 1) peaks.push(await peakOf(review(ground.folders[500])));
    const skipped = binary === null ? ' squawk has no program for this machine: its lines are left out.' : '';
    return [
      ...lines,
      figureLine({ row, measure: '500 files, memory', note: `peak of the process.${skipped}` }, peaks, memory),
    ];
  },
};

async function besides(ground: Ground, rival: readonly string[], rounds: number) {
  const ours = () => wall([process.execPath, ...review(ground.folders[500])]);
  const theirs = () => wall(rival);
  await inTurn(1, ours, theirs); // both warm
  return inTurn(rounds, ours, theirs);
}
