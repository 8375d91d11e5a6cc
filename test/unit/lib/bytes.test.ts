import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../../src/lib/bytes.ts';

describe('formatBytes', () => {
  it.each<[number, string]>([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [1_234, '1.2 kB'],
    [512_000, '512 kB'],
    [99_449, '99.4 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [1_200_000_000, '1.2 GB'],
    [5e15, '5000 TB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('is within five per cent of the truth, in at most three digits below a thousand terabytes', () => {
    const factor: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
    const check = fc.property(fc.integer({ min: 1, max: 9e14 }), (bytes) => {
      const [amount = '', unit = ''] = formatBytes(bytes).split(' ');
      expect(Math.abs(Number(amount) * (factor[unit] ?? 0) - bytes) / bytes).toBeLessThanOrEqual(0.05);
      expect(Number(amount)).toBeLessThan(1_000);
    });
    fc.assert(check, { numRuns: 500 });
  });
});
