import { describe, expect, test } from 'vitest';
import { median, percentile, spreadOf, uncovered } from '../../../bench/statistics.ts';

const oneToHundred = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('the median', () => {
  test('is the middle figure, whatever their order', () => expect(median([9, 1, 5])).toBe(5));
  test('is between the middle two of an even number', () => expect(median([4, 1, 3, 2])).toBe(2.5));
  test('sorts by size, not by letters', () => expect(median([10, 9, 100])).toBe(10));
  test('leaves the figures as they were', () => {
    const figures = [3, 1, 2];
    median(figures);
    expect(figures).toEqual([3, 1, 2]);
  });
  test('of nothing is a mistake', () => expect(() => median([])).toThrow('there are no figures'));
});

describe('a percentile', () => {
  test('is a figure that occurred', () => expect(percentile(oneToHundred, 0.99)).toBe(99));
  test('of all is the largest', () => expect(percentile(oneToHundred, 1)).toBe(100));
  test('of few figures is the largest', () => expect(percentile([5, 7, 6], 0.99)).toBe(7));
  test('below the smallest step is the smallest', () => expect(percentile(oneToHundred, 0.001)).toBe(1));
  test('of nothing, or of a share that is none, is a mistake', () => {
    expect(() => percentile([], 0.5)).toThrow('there are no figures');
    expect(() => percentile([1], 0)).toThrow('is not above 0');
    expect(() => percentile([1], 99)).toThrow('is not above 0');
  });
});

test('a spread tells the middle and both ends', () => {
  expect(spreadOf([2, 8, 3])).toEqual({ median: 3, min: 2, max: 8 });
});

describe('what is left uncovered', () => {
  const within = { from: 100, to: 200 };

  test('is everything where nothing happens', () => expect(uncovered(within, [])).toBe(100));
  test('counts overlaps once', () =>
    expect(
      uncovered(within, [
        { from: 130, to: 160 },
        { from: 110, to: 140 },
        { from: 120, to: 125 },
      ]),
    ).toBe(50));
  test('does not count what lies outside', () =>
    expect(
      uncovered(within, [
        { from: 0, to: 110 },
        { from: 190, to: 900 },
        { from: 300, to: 400 },
        { from: 0, to: 50 },
      ]),
    ).toBe(80));
  test('is nothing where all is covered', () => expect(uncovered(within, [{ from: 0, to: 900 }])).toBe(0));
});
