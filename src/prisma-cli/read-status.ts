import { type Datasource, readDatasource } from './datasource.ts';
import { type PrismaFailure, readFailure } from './failure.ts';
import { linesBelow, type PrismaOutput, plainText } from './output.ts';

/** What `prisma migrate status` says. It compares names only: an edited file, or one missing at the end, is up to date to it. */
export type PrismaVerdict =
  | { readonly kind: 'up-to-date' }
  /** Prisma stops here: failed ones beside the pending ones are not listed. */
  | { readonly kind: 'pending'; readonly pending: readonly string[] }
  | { readonly kind: 'failed'; readonly failed: readonly string[] }
  /** Files are pending, and applied ones are gone from the disk. */
  | { readonly kind: 'diverged'; readonly pending: readonly string[]; readonly missing: readonly string[] }
  /** No history table, and nothing to apply. */
  | { readonly kind: 'unmanaged' }
  | { readonly kind: 'refused'; readonly failure: PrismaFailure };

export interface PrismaStatus {
  readonly verdict: PrismaVerdict;
  readonly datasource: Datasource | null;
  /** "4 migrations found". */
  readonly found: number | null;
  readonly exitCode: number;
}

/** Reads the output of `prisma migrate status` (5 to 7). */
export function readStatus(output: PrismaOutput): PrismaStatus {
  const text = plainText(output);
  return {
    verdict: verdictOf(output, text),
    datasource: readDatasource(text),
    found: foundIn(text),
    exitCode: output.code,
  };
}

/** How many migrations the command found on the disk; null when it did not get as far. */
export function foundIn(text: string): number | null {
  if (/^No migration found in /m.test(text)) return 0;
  const count = /^(\d+) migrations? found in /m.exec(text)?.[1];
  return count === undefined ? null : Number(count);
}

function verdictOf(output: PrismaOutput, text: string): PrismaVerdict {
  const missing = linesBelow(text, /from the database are not found locally/);
  const pending = linesBelow(text, /^(?:Following|The) migrations? have not yet been applied:$/);
  if (missing.length > 0) return { kind: 'diverged', pending, missing };
  if (pending.length > 0) return { kind: 'pending', pending };
  const failed = linesBelow(text, /^Following migrations? have failed:$/);
  if (failed.length > 0) return { kind: 'failed', failed };
  if (/is not managed by Prisma Migrate/.test(text)) return { kind: 'unmanaged' };
  if (output.code === 0 && /Database schema is up to date/.test(text)) return { kind: 'up-to-date' };
  return { kind: 'refused', failure: readFailure(output) };
}
