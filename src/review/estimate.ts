import type { Table } from './catalog/model.ts';
import type { Estimate, Work } from './types.ts';

interface Rate {
  readonly fast: number;
  readonly slow: number;
}

/**
 * What one second does. Fast is the processor's time that PostgreSQL 15.18 took on one core for a table in memory (2 million
 * rows, 442 MB, default settings): SET NOT NULL 0.20 s, CHECK 0.20 s, a foreign key 1.1 s, an index of integers 0.7 s where
 * they lie in order and 1.2 s where not, of texts 4.0 s, a rewrite 3.2 s and with two more indexes 8.8 s. Slow is a cold
 * network disk, or a machine that many want: with ten sessions to a core the same took four to eight times as long.
 */
const rates = {
  /** Megabytes. */
  read: { fast: 2_200, slow: 90 },
  written: { fast: 180, slow: 20 },
  /** Rows. */
  checked: { fast: 10_000_000, slow: 1_250_000 },
  lookedUp: { fast: 1_800_000, slow: 220_000 },
  /** From integers in order to texts in none. */
  indexed: { fast: 3_000_000, slow: 60_000 },
} as const satisfies Readonly<Record<string, Rate>>;

/** Where rows were never counted. Reading and computing go side by side, so that the slower of the two counts. */
const bytesPerRow = 200;

/** How long the work holds its lock, once it has it; null where the size is not known or nothing is read. */
export function estimate(table: Table | undefined, work: Work): Estimate | null {
  if (table === undefined || table.bytes === null || work === 'metadata' || work === 'data') return null;
  const megabytes = table.bytes / 1_000_000;
  const rows = table.rows ?? table.bytes / bytesPerRow;
  const seconds = (speed: keyof Rate): number => {
    const reading = megabytes / rates.read[speed];
    switch (work) {
      case 'scan':
        return Math.max(reading, rows / rates.checked[speed]);
      case 'validate':
        // A CHECK at best, a foreign key at worst.
        return Math.max(reading, rows / (speed === 'fast' ? rates.checked : rates.lookedUp)[speed]);
      case 'index-build':
        return Math.max(reading, rows / rates.indexed[speed]);
      case 'rewrite':
        return megabytes / rates.written[speed] + (table.indexes.length * rows) / rates.indexed[speed];
    }
  };
  return { fromMs: Math.ceil(seconds('fast') * 1_000), toMs: Math.ceil(seconds('slow') * 1_000) };
}
