import type { KnownBlock, ModalView } from '@slack/types';
import type { Run } from '../domain/run.ts';
import { clamp } from '../lib/clamp.ts';
import { viewIds } from './action-ids.ts';
import { bold, code, md } from './escape.ts';
import { context, modal, section } from './limits.ts';
import type { RunView } from './run-view.ts';
import { isCutShort, roomEach, type SqlTexts, shownFiles, sqlBlock } from './sql.ts';
import { count, date, mention } from './words.ts';

export interface ReviewModalView extends Pick<RunView, 'environment'> {
  readonly run: Run;
  /** The text of each pending file by its checksum, as far as it is known. */
  readonly sql: SqlTexts;
  /** False: for reading only, as for the requester or once it is reviewed. Nobody vouches for a text that is not at hand. */
  readonly mayReview: boolean;
  /** Whether the whole files stand in the thread of the card; absent: they do not. */
  readonly attached?: boolean;
}

/** The rest of what is cut short. */
const whereWhole = (attached: boolean): string =>
  attached ? 'the whole files are in the thread of the card' : 'the whole files are in your repository';

/** Each pending file's SQL, and a button that says what one vouches for. */
export function reviewModal(view: ReviewModalView): ModalView {
  const { run, environment } = view;
  const pending = run.plan?.pending ?? [];
  const mayReview = view.mayReview && pending.every(({ sha256 }) => view.sql.has(sha256));
  const rest = pending.length - shownFiles;
  const room = roomEach(pending.length);
  const whole = whereWhole(view.attached ?? false);
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
      rest > 0 ? section(md`… ${count(rest, 'more migration')}: ${whole}.`) : null,
      isCutShort(run, view.sql) ? context(md`Some of it is cut short here: ${whole}.`) : null,
      mayReview ? context(md`Press ${bold('I have reviewed this')} only when you have read all of it.`) : null,
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
