import type { KnownBlock, ModalView } from '@slack/types';
import type { ReviewDetail } from '../domain/review-detail.ts';
import type { Run } from '../domain/run.ts';
import { viewIds } from './action-ids.ts';
import { bold, md } from './escape.ts';
import { context, modal, section } from './limits.ts';
import { plainFiles, whereWhole } from './plain-files.ts';
import { pagesCutShort, reviewPages, turnBlocks } from './review-pages.ts';
import { riskLines } from './risk.ts';
import type { RunView } from './run-view.ts';
import { filesCutShort, type SqlTexts } from './sql.ts';
import { count, date, mention } from './words.ts';

export interface ReviewModalView extends Pick<RunView, 'environment'> {
  readonly run: Run;
  /** The text of each pending file by its checksum, as far as it is known. */
  readonly sql: SqlTexts;
  /** What the reviewer said of these very files; null: it did not, and the files are shown as they are. */
  readonly detail: ReviewDetail | null;
  /** From 0; one that there is not shows the last. */
  readonly page?: number;
  /** False: for reading only, as for the requester or once it is reviewed. Nobody vouches for a text that is not at hand. */
  readonly mayReview: boolean;
  /** Whether the whole files stand in the thread of the card; absent: they do not. */
  readonly attached?: boolean;
  /** The files changed since the modal was opened: it begins anew, and says so. */
  readonly changed?: boolean;
}

/** Each pending file's SQL with its review, and on the last page a button that says what one vouches for. */
export function reviewModal(view: ReviewModalView): ModalView {
  const { run, environment, detail, sql } = view;
  const pending = run.plan?.pending ?? [];
  const attached = view.attached ?? false;
  const pages = detail === null ? [plainFiles(pending, sql, attached)] : reviewPages(detail);
  const page = Math.min(view.page ?? 0, pages.length - 1);
  const receipt = run.plan?.receipt ?? '';
  const mayReview = view.mayReview && pending.every(({ sha256 }) => sql.has(sha256));
  const maySubmit = mayReview && page === pages.length - 1;
  return modal({
    title: mayReview ? 'Review the SQL' : 'SQL of the request',
    ...(maySubmit ? { callback: viewIds.review, submit: 'I have reviewed this' } : {}),
    /** The receipt of what is shown: a review of other files does not count. */
    metadata: { run: run.id, receipt },
    blocks: [
      view.changed === true ? section(md`${bold('The files changed since you opened this.')} It begins anew.`) : null,
      section(
        md`${count(pending.length, 'migration')} for ${bold(environment.name)}, in the order in which they are applied.`,
      ),
      page === 0 ? section(riskLines(run.plan?.review ?? null)) : null,
      reviewedLine(run),
      ...(pages[page] ?? []),
      isCutShort(run, view) ? context(md`Some of it is cut short here: ${whereWhole(attached)}.`) : null,
      maySubmit ? context(md`Press ${bold('I have reviewed this')} only when you have read all of it.`) : null,
      ...turnBlocks({ about: run.id, receipt, page, pages: pages.length }),
    ],
  });
}

/** Whether the modal leaves out any of the pending SQL. */
export function isCutShort(
  { plan }: Pick<Run, 'plan'>,
  { sql, detail }: Pick<ReviewModalView, 'sql' | 'detail'>,
): boolean {
  return detail === null ? filesCutShort(plan?.pending ?? [], sql) : pagesCutShort(detail);
}

function reviewedLine({ checklist: { review }, plan }: Run): KnownBlock | null {
  if (review === null || review.receipt !== plan?.receipt) return null;
  return context(md`Reviewed by ${mention(review.by)}, ${date(review.at)}.`);
}
