import { expect, test, vi } from 'vitest';
import type { Grounds } from '../../../bench/grounds/grounds.ts';
import type { Measure } from '../../../bench/measure.ts';
import { figureLine } from '../../../bench/rounds.ts';
import { takeAll } from '../../../bench/take-all.ts';

const unused = {} as Grounds;
const line = figureLine({ row: 2, measure: 'm', note: '' }, [1], { unit: 'ms', words: '2 ms', holds: () => true });

test('a row that cannot be measured says so and leaves the others their figures', async () => {
  vi.spyOn(console, 'log').mockReturnValue();
  const told = vi.spyOn(console, 'error').mockReturnValue();
  const cause = new Error('no such session');
  const menu: readonly Measure[] = [
    { row: 1, title: 'broken', take: () => Promise.reject(cause) },
    { row: 2, title: 'whole', take: () => Promise.resolve([line]) },
  ];
  const taken = await takeAll(menu, unused, { rounds: 1, requests: 1 });
  expect(taken).toEqual({ results: [line], broken: true });
  expect(told.mock.calls).toEqual([['measuring row 1, broken:', cause]]);
  vi.restoreAllMocks();
});
