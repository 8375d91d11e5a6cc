import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../../src/lib/duration.ts';

describe('parseDuration', () => {
  it.each<[string, number | null]>([
    ['500ms', 500],
    ['2s', 2_000],
    ['30m', 1_800_000],
    ['1h30m', 5_400_000],
    [' 4h ', 14_400_000],
    ['2d', 172_800_000],
    ['0s', 0],
    ['', null],
    ['30', null],
    ['-1h', null],
    ['1.5h', null],
    ['1 h', null],
    ['h', null],
    ['99999999d', null],
    [`${'9'.repeat(400)}s`, null],
  ])('reads %j', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it('leaves a date that calendars hold, whatever was typed', () => {
    const check = fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 30n }),
      fc.constantFrom('ms', 's', 'm', 'h', 'd'),
      (amount, unit) => {
        const ms = parseDuration(`${amount}${unit}`);
        if (ms !== null) expect(new Date(Date.UTC(2026, 0, 1) + ms).getTime()).not.toBeNaN();
      },
    );
    fc.assert(check);
  });
});

describe('formatDuration', () => {
  it.each<[number, string]>([
    [400, '0.4 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [59_499, '59 s'],
    [59_500, '1 min'],
    [125_000, '2 min 5 s'],
    [3_599_499, '59 min 59 s'],
    [3_599_500, '1 h'],
    [11_400_000, '3 h 10 min'],
    [86_369_999, '23 h 59 min'],
    [86_370_000, '1 d'],
    [172_800_000, '2 d'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('never names sixty of what has a larger unit', () => {
    const check = fc.property(fc.integer({ min: 0, max: 3 * 86_400_000 }), (ms) => {
      expect(formatDuration(ms)).not.toMatch(/^(60 s|60 min|24 h)| 60 s| 60 min| 24 h/);
    });
    fc.assert(check, { numRuns: 1_000 });
  });
});
