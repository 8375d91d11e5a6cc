import { type PrismaFailure, readFailure } from './failure.ts';
import { type PrismaOutput, plainText } from './output.ts';

/** What `prisma migrate diff --script --exit-code` says. */
export type Difference =
  | { readonly kind: 'none' }
  | { readonly kind: 'sql'; readonly sql: string }
  | { readonly kind: 'failed'; readonly failure: PrismaFailure };

/** Reads its output; the SQL stands alone on standard output. */
export function readDiff(output: PrismaOutput): Difference {
  if (output.code === 0) return { kind: 'none' };
  const sql = plainText({ ...output, stderr: '' }).trim();
  if (output.code === 2 && sql !== '') return { kind: 'sql', sql: `${sql}\n` };
  return { kind: 'failed', failure: readFailure(output) };
}
