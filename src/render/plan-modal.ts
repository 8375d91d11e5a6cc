import type { ModalView } from '@slack/types';
import type { InquiryId } from '../domain/ids.ts';
import type { PlanReport } from '../domain/inquiry.ts';
import type { ReviewDetail } from '../domain/review-detail.ts';
import { bold, md } from './escape.ts';
import { context, modal, section } from './limits.ts';
import { plainFiles, whereWhole } from './plain-files.ts';
import { pagesCutShort, reviewPages, turnBlocks } from './review-pages.ts';
import { riskLines } from './risk.ts';
import type { RunView } from './run-view.ts';
import { filesCutShort, type SqlTexts } from './sql.ts';
import { count, date } from './words.ts';

export interface PlanModalView extends Pick<RunView, 'environment'> {
  readonly inquiry: InquiryId;
  readonly report: PlanReport;
  readonly sql: SqlTexts;
  /** Null: the files are shown as they are. */
  readonly detail: ReviewDetail | null;
  readonly page: number;
}

/** The review of what was pending when somebody asked, for reading. */
export function planModal({ inquiry, environment, report, sql, detail, page: wanted }: PlanModalView): ModalView {
  const { pending, review, lookedAt } = report;
  const pages = detail === null ? [plainFiles(pending, sql, false)] : reviewPages(detail);
  const page = Math.min(wanted, pages.length - 1);
  const cutShort = detail === null ? filesCutShort(pending, sql) : pagesCutShort(detail);
  return modal({
    title: 'SQL of the plan',
    blocks: [
      section(md`${count(pending.length, 'migration')} pending on ${bold(environment.name)}, ${date(lookedAt)}.`),
      page === 0 ? section(riskLines(review)) : null,
      ...(pages[page] ?? []),
      cutShort ? context(md`Some of it is cut short here: ${whereWhole(false)}.`) : null,
      ...turnBlocks({ about: inquiry, receipt: '', page, pages: pages.length }),
    ],
  });
}
