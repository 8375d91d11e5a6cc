import { expect, test } from 'vitest';
import { allCells, leftOut } from '../../../../scripts/chaos/matrix/cells.ts';
import { faultNames } from '../../../../scripts/chaos/matrix/faults.ts';
import type { Row } from '../../../../scripts/chaos/matrix/rows.ts';
import { pageOf } from '../../../../scripts/docs/reliability.ts';
import { stepsOf } from '../../../../src/domain/run.ts';

const made = {
  madeAt: '2026-11-22T18:00:00.000Z',
  commit: '1a35e3b',
  node: 'v20.19.0',
  command: 'npm run chaos',
  seconds: 61,
};
const tried = allCells().filter((cell) => leftOut(cell) === null);
const rows: readonly Row[] = tried.map((cell) => ({
  ...cell,
  verdict: 'held',
  ending: 'succeeded',
  seconds: 2,
  run: made.madeAt,
}));
const matrix = { runs: [made], untried: [], rows };

test('every fault has a line in the table of every kind, and each cell an end or a reason', () => {
  const page = pageOf({ matrix, storms: null });
  for (const [kind, steps] of Object.entries(stepsOf)) {
    const part = page.split(`### ${kind}\n`)[1]?.split('\n###')[0] ?? '';
    const lines = part.split('\n').filter((line) => line.startsWith('| `'));
    expect(lines.map((line) => line.split('`')[1])).toEqual(faultNames);
    for (const line of lines) expect(line.split(' | ').slice(1)).toHaveLength(steps.length);
    expect(part).not.toContain('not tried |');
  }
  expect(page).toContain(`| ${tried.length} | 0 | 0 | ${allCells().length - tried.length} | 0 | 0 | 0 | 0 |`);
  expect(page).toContain('Made on 2026-11-22 at commit `1a35e3b` in 2 min on Node v20.19.0 by `npm run chaos`.');
});

test('a cell that was not tried, and one that did not hold, are seen', () => {
  const [first, ...others] = rows;
  if (first === undefined) throw new Error('no rows');
  const bad: Row = { ...first, verdict: 'stuck', ending: 'open', why: 'still running' };
  const page = pageOf({ matrix: { ...matrix, rows: [bad, ...others.slice(1)] }, storms: null });
  expect(page).toContain('not tried |');
  expect(page).toContain(`| ${tried.length - 1} | 1 | 0 | ${allCells().length - tried.length} | 0 | 0 | 0 | 1 |`);
  expect(page).toContain('**stuck**');
  expect(page).toContain(
    '| stuck | still running | open | 1a35e3b | `npm run chaos -- --only deploy:preflight:worker` |',
  );
});

test('a cell that could not be tried there stands with its reason', () => {
  const [first, ...others] = rows;
  if (first === undefined) throw new Error('no rows');
  const untried = [{ kind: first.kind, step: first.step, fault: first.fault, why: 'there was no disk' }];
  const page = pageOf({ matrix: { ...matrix, rows: others, untried }, storms: null });
  expect(page).toContain('1 cells could not be tried, as there was no disk: `deploy:preflight:worker`.');
  expect(page).toContain('| could not be tried |');
  expect(page).toContain(`| ${tried.length - 1} | 0 | 1 | ${allCells().length - tried.length} |`);
});

test('of several runs each says at which commit, and which rows are its own', () => {
  const { commit: _, ...earlier } = { ...made, madeAt: '2026-11-21T08:30:00.000Z', seconds: 600 };
  const [first, ...others] = rows;
  if (first === undefined) throw new Error('no rows');
  const page = pageOf({
    matrix: { ...matrix, runs: [earlier, made], rows: [{ ...first, run: earlier.madeAt }, ...others] },
    storms: null,
  });
  expect(page).toContain('| 2026-11-21 08:30 | not written down | 1 | 10 min | v20.19.0 | `npm run chaos` |');
  expect(page).toContain(`| 2026-11-22 18:00 | \`1a35e3b\` | ${rows.length - 1} | 2 min |`);
});

test('storms stand under the columns that they bring', () => {
  const rows = [
    { storm: '200 presses', starts: 1, ok: true },
    { storm: '48 presses', starts: 2, ok: false },
  ];
  const storms = { ...made, command: 'npm run storms', rows };
  const page = pageOf({ matrix: null, storms });
  expect(page).toContain(
    '| storm | starts | ok |\n| --- | --- | --- |\n| 200 presses | 1 | yes |\n| 48 presses | 2 | **no** |',
  );
});
