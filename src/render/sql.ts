import type { Sha256 } from '../domain/ids.ts';
import type { Review } from '../domain/review.ts';
import type { Plan, Run } from '../domain/run.ts';
import { clamp, clampLines } from '../lib/clamp.ts';
import { codeBlock, escaped, type Mrkdwn, showHidden } from './escape.ts';
import { count } from './words.ts';

/** Text by checksum, as far as it is known. */
export type SqlTexts = ReadonlyMap<Sha256, string>;

/** Lines of one file that a modal shows. */
const shownLines = 60;
/** Files that a modal of at most 100 blocks has room for. */
export const shownFiles = 40;

/** Characters of SQL in one modal: Slack refuses a view above 250 kB, and a character may take three bytes. */
const roomOfModal = 60_000;

/** Characters for each of so many files. A section holds 3,000, with its frame. */
export const roomEach = (files: number): number =>
  Math.min(2_900, Math.floor(roomOfModal / Math.min(shownFiles, Math.max(1, files))));

/**
 * SQL in one section: whole lines until `room` is full, and how many more there are. Escaped text is longer than what
 * was written, so the length is taken after escaping.
 */
export function sqlBlock(sql: string, room = 2_900): Mrkdwn {
  const all = showHidden(sql).trimEnd().split('\n');
  const fitting = countFitting(all.slice(0, shownLines), room);
  if (fitting > 0) return codeBlock(clampLines(all.join('\n'), fitting));
  const [first = '', ...rest] = all;
  const cut = clamp(first, Math.floor(room / 10));
  const left = `… ${count(first.length - cut.length + 1, 'more character')} in this line`;
  return codeBlock([cut, left, ...(rest.length > 0 ? [`… ${count(rest.length, 'more line')}`] : [])].join('\n'));
}

function countFitting(sqlLines: readonly string[], room: number): number {
  let used = 0;
  const tooMuch = sqlLines.findIndex((line) => {
    used += escaped(line).mrkdwn.length + 1;
    return used > room;
  });
  return tooMuch === -1 ? sqlLines.length : tooMuch;
}

/** Whether files that nobody reviewed do not fit a modal as they are. */
export function filesCutShort(pending: Plan['pending'], sql: SqlTexts): boolean {
  const room = roomEach(pending.length);
  return pending.length > shownFiles || pending.some(({ sha256 }) => isLong(sql.get(sha256) ?? '', room));
}

/** Whether `sqlBlock` leaves something out. */
export function isLong(sql: string, room: number): boolean {
  const all = showHidden(sql).trimEnd().split('\n');
  return all.length > shownLines || countFitting(all, room) < all.length;
}

/**
 * All pending SQL as one file for the thread of the card, in the order in which it is applied. Names and hidden
 * characters are made visible, so it is for reading, not for running.
 */
export function sqlFile(
  { id, plan }: Pick<Run, 'id' | 'plan'>,
  sql: SqlTexts,
): { readonly name: string; readonly title: string; readonly content: string } {
  const pending = plan?.pending ?? [];
  const texts = pending.map(({ name, sha256 }) =>
    [
      `-- ${oneLine(name)}`,
      ...foundIn(name, plan?.review ?? null),
      showHidden(sql.get(sha256) ?? missing).trimEnd(),
    ].join('\n'),
  );
  return {
    // Another receipt is another file: by its name it is found again.
    name: `${id}-${plan?.receipt.slice(0, 8) ?? 'none'}.sql`,
    title: `SQL of ${count(pending.length, 'migration')}`,
    content: `${texts.join('\n\n')}\n`,
  };
}

const missing = '-- the text of this file is not at hand';

/** What the review found in one file, as comments above it. */
function foundIn(name: string, review: Review | null): readonly string[] {
  if (review?.kind !== 'reviewed') return [];
  const found = review.findings.filter(({ file }) => file === name);
  return found
    .toSorted((a, b) => a.statement - b.statement)
    .map(({ statement, rule, severity, sentence, allowance }) => {
      const allowed = allowance === null ? '' : `, allowed: ${allowance}`;
      return oneLine(`-- statement ${statement + 1}: ${severity} (${rule}${allowed}): ${sentence}`);
    });
}

/** A line end in a name would end the comment. */
const oneLine = (name: string): string => showHidden(name).replace(/\s+/g, ' ');
