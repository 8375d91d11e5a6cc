import { describe, expect, it } from 'vitest';
import { blankTable } from '../../../src/review/catalog/catalog.ts';
import { estimate } from '../../../src/review/estimate.ts';
import type { Work } from '../../../src/review/types.ts';

const table = (rows: number | null, bytes: number | null) => ({
  ...blankTable({ schema: null, name: 'orders' }, { kind: 'live' }),
  rows,
  bytes,
});

describe('how long a lock is held', () => {
  /** Seconds with the machine for oneself, and with ten sessions to a core. */
  const measured: readonly (readonly [Work, number, number])[] = [
    ['scan', 0.2, 0.89],
    ['validate', 1.1, 6.1],
    ['index-build', 4, 16.9],
    ['rewrite', 2.5, 16.5],
  ];

  it.each(measured)('%s lies between what was measured quiet and busy', (work, quiet, busy) => {
    const found = estimate(table(2_000_000, 442_000_000), work);
    expect(found?.fromMs).toBeLessThanOrEqual(quiet * 1_100);
    expect(found?.toMs).toBeGreaterThanOrEqual(busy * 1_000);
  });

  it('grows with size and rows, and says nothing where nothing is known or read', () => {
    const small = estimate(table(1_000, 100_000), 'rewrite');
    const large = estimate(table(1_000_000, 100_000_000), 'rewrite');
    expect(large?.fromMs).toBeGreaterThan(small?.fromMs ?? Number.POSITIVE_INFINITY);
    expect(estimate(table(null, 442_000_000), 'scan')?.toMs).toBeGreaterThan(1_000);
    expect(estimate(table(1, null), 'scan')).toBeNull();
    expect(estimate(table(1, 1), 'metadata')).toBeNull();
    expect(estimate(undefined, 'scan')).toBeNull();
  });
});
