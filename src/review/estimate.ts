import type { Table } from './catalog/model.ts';
import type { Estimate, Work } from './types.ts';

/**
 * Megabytes a second. Fast is what PostgreSQL 15 did with a table of 200 MB in memory: SET NOT NULL 1600, a CHECK 900, an
 * index of integers 270 and of texts 60, a rewrite with two indexes 36. Slow is taken to be a tenth: a busy, cold disk.
 */
const rates: Readonly<Record<Work, { readonly fast: number; readonly slow: number } | null>> = {
  metadata: null,
  data: null,
  validate: { fast: 900, slow: 60 },
  scan: { fast: 1_600, slow: 90 },
  'index-build': { fast: 270, slow: 6 },
  rewrite: { fast: 60, slow: 4 },
};

/** How long the work holds its lock; null where the size is not known or nothing is read. */
export function estimate(table: Table | undefined, work: Work): Estimate | null {
  const rate = rates[work];
  if (rate === null || table === undefined || table.bytes === null) return null;
  const megabytes = table.bytes / 1_000_000;
  return { fromMs: Math.ceil((megabytes / rate.fast) * 1_000), toMs: Math.ceil((megabytes / rate.slow) * 1_000) };
}
