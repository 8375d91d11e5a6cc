import { randomBytes } from 'node:crypto';

/** A word that no output holds by chance, by which our own lines are known from what a login shell prints. */
export const newMark = (): string => `godwit-${randomBytes(12).toString('hex')}`;

/** How a command began: with its pid (which is its process group), or not at all. */
export type Opening =
  | { readonly kind: 'runs'; readonly pid: number; readonly bodyAt: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unseen' };

/** Finds the line "MARK runs PID" or "MARK missing 0". */
export function openingOf(stdout: Buffer, mark: string): Opening {
  const at = stdout.indexOf(`${mark} `);
  const end = at < 0 ? -1 : stdout.indexOf('\n', at);
  if (end < 0) return { kind: 'unseen' };
  const [, word, pid] = stdout.toString('utf8', at, end).split(' ');
  return word === 'runs' ? { kind: 'runs', pid: Number(pid), bodyAt: end + 1 } : { kind: 'missing' };
}

/** What follows the line that ends in the mark; everything where there is none. */
export function afterMark(text: string, mark: string): string {
  const at = text.indexOf(`${mark}\n`);
  return at < 0 ? text : text.slice(at + mark.length + 1);
}
