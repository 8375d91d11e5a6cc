import { isUncoded, type PrismaFailure, readFailure } from './failure.ts';
import { type PrismaOutput, plainText } from './output.ts';

/** What `prisma db push` said. */
export type PushWord =
  | { readonly kind: 'in-sync' }
  | { readonly kind: 'pushed' }
  /** It changed nothing: this would be lost, in Prisma's own words. */
  | { readonly kind: 'warned'; readonly warnings: readonly string[] }
  /** It changed nothing: these changes are not possible with the rows that are there. */
  | { readonly kind: 'impossible'; readonly changes: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: PrismaFailure };

const lossHeading = /There might be data loss when applying the changes:/;
const impossibleHeading = /We found changes that cannot be executed:/;

/** Reads the output of `prisma db push` (5 to 7). */
export function readPush(output: PrismaOutput): PushWord {
  const text = plainText(output);
  if (output.code === 0) return { kind: /already in sync with the Prisma schema/.test(text) ? 'in-sync' : 'pushed' };
  if (impossibleHeading.test(text)) return { kind: 'impossible', changes: bulletsBelow(text, impossibleHeading) };
  if (lossHeading.test(text)) return { kind: 'warned', warnings: bulletsBelow(text, lossHeading) };
  return { kind: 'failed', failure: readFailure(output) };
}

/** What it said in a session that only reads. */
export type PushLook =
  | PushWord
  /** It came as far as its first change, which such a session does not make. */
  | { readonly kind: 'not-written' };

/**
 * PostgreSQL refuses it with 25006, which Prisma does not print, in words of the server's language; that it was a
 * change it says.
 */
export function readPushLook(output: PrismaOutput): PushLook {
  const word = readPush(output);
  if (word.kind !== 'failed' || !isUncoded(word.failure)) return word;
  return /apply_migration::|read-only transaction/.test(plainText(output)) ? { kind: 'not-written' } : word;
}

/** What a push that went through said was lost; empty where it said nothing. */
export const lossesSaid = (log: string): readonly string[] => bulletsBelow(log, lossHeading);

/** The lines that begin with a bullet, from the heading to the first line that is something else. */
function bulletsBelow(text: string, heading: RegExp): readonly string[] {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => heading.test(line));
  if (at < 0) return [];
  const bullets: string[] = [];
  for (const line of lines.slice(at + 1)) {
    const found = /^\s*•\s+(.*\S)\s*$/.exec(line)?.[1];
    if (found !== undefined) bullets.push(found);
    else if (line.trim() !== '') break;
  }
  return bullets;
}
