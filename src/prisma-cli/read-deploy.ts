import { type Datasource, readDatasource } from './datasource.ts';
import { type PrismaFailure, readFailure } from './failure.ts';
import { type PrismaOutput, plainText } from './output.ts';
import { foundIn } from './read-status.ts';

/** What `prisma migrate deploy` says it did. The history is what counts: this is for the card. */
export interface DeployReport {
  readonly end:
    | { readonly kind: 'applied' }
    | { readonly kind: 'nothing-pending' }
    /** Exit code 0 without either sentence: a version that words it otherwise. */
    | { readonly kind: 'unclear' }
    | { readonly kind: 'failed'; readonly failure: PrismaFailure };
  /** Begun, in order; the last one may not have finished. */
  readonly applying: readonly string[];
  readonly datasource: Datasource | null;
  readonly found: number | null;
}

/** Reads the output, or the one log of both streams, of `prisma migrate deploy` (5 to 7). */
export function readDeploy(output: PrismaOutput): DeployReport {
  const text = plainText(output);
  return {
    end: endOf(output, text),
    applying: applyingOf(text),
    datasource: readDatasource(text),
    found: foundIn(text),
  };
}

/** The migrations begun so far, read from a log that may still grow. A last line without an end is not read yet. */
export function applyingOf(log: string): readonly string[] {
  return [...log.matchAll(/^Applying migration `(.+?)`\r?\n/gm)].flatMap(([, name]) => name ?? []);
}

function endOf(output: PrismaOutput, text: string): DeployReport['end'] {
  if (output.code !== 0) return { kind: 'failed', failure: readFailure(output) };
  if (/No pending migrations to apply/.test(text)) return { kind: 'nothing-pending' };
  return /migrations have been successfully applied/.test(text) ? { kind: 'applied' } : { kind: 'unclear' };
}
