import type { KnownBlock, ModalView } from '@slack/types';
import type { Sha256 } from '../domain/ids.ts';
import type { Run } from '../domain/run.ts';
import { clamp, clampLines } from '../lib/clamp.ts';
import { viewIds } from './action-ids.ts';
import { bold, code, codeBlock, escaped, type Mrkdwn, md, showHidden } from './escape.ts';
import { context, modal, section } from './limits.ts';
import type { RunView } from './run-view.ts';
import { count, date, mention } from './words.ts';

export interface ReviewModalView extends Pick<RunView, 'environment'> {
  readonly run: Run;
  /** The text of each pending file by its checksum, as far as it is known. */
  readonly sql: ReadonlyMap<Sha256, string>;
  /** False: for reading only, as for the requester or once it is reviewed. Nobody vouches for a text that is not at hand. */
  readonly mayReview: boolean;
}

/** Files that a modal of at most 100 blocks has room for. */
const shownFiles = 40;
/** Lines of one file; the rest is in the thread of the card. */
const shownLines = 60;

/** Each pending file's SQL, and a button that says what one vouches for. */
export function reviewModal(view: ReviewModalView): ModalView {
  const { run, environment } = view;
  const pending = run.plan?.pending ?? [];
  const mayReview = view.mayReview && pending.every(({ sha256 }) => view.sql.has(sha256));
  const rest = pending.length - shownFiles;
  const room = Math.min(2_900, Math.floor(roomOfModal / Math.min(shownFiles, Math.max(1, pending.length))));
  return modal({
    title: mayReview ? 'Review the SQL' : 'SQL of the request',
    ...(mayReview ? { callback: viewIds.review, submit: 'I have reviewed this' } : {}),
    /** The receipt of what is shown: a review of other files does not count. */
    metadata: { run: run.id, receipt: run.plan?.receipt ?? '' },
    blocks: [
      section(
        md`${count(pending.length, 'migration')} for ${bold(environment.name)}, in the order in which they are applied.`,
      ),
      reviewedLine(run),
      ...pending.slice(0, shownFiles).flatMap((file) => fileBlocks(file, view.sql.get(file.sha256) ?? null, room)),
      rest > 0 ? section(md`… ${count(rest, 'more migration')}: the files are in the thread of the card.`) : null,
      mayReview
        ? context(
            md`Press ${bold('I have reviewed this')} only when you have read all of it, also what is cut short here: the whole files are in the thread of the card.`,
          )
        : null,
    ],
  });
}

function reviewedLine({ checklist: { review }, plan }: Run): KnownBlock | null {
  if (review === null || review.receipt !== plan?.receipt) return null;
  return context(md`Reviewed by ${mention(review.by)}, ${date(review.at)}.`);
}

const fileBlocks = (file: { name: string }, sql: string | null, room: number): readonly KnownBlock[] => [
  section(md`${code(clamp(file.name, 200))}`),
  section(
    sql === null ? md`The text of this file is not at hand; look at it in your repository.` : sqlBlock(sql, room),
  ),
];

/** Characters of SQL in one modal: Slack refuses a view above 250 kB, and a character may take three bytes. */
const roomOfModal = 60_000;

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
