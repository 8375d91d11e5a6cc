import type { Button } from '@slack/types';
import type { Environment } from '../domain/environment.ts';
import type { InquiryId, UserId } from '../domain/ids.ts';
import type { Finding } from '../domain/inquiry.ts';
import { type Resolution, type ResolveReport, refusalOf, truthOf } from '../domain/resolve.ts';
import { inquiryActions, migrationActions, migrationValue } from './action-ids.ts';
import { code, type Mrkdwn, md } from './escape.ts';
import { actions, button, context, header, message, type Rendered } from './limits.ts';
import { restoreButton } from './next-buttons.ts';
import { resolveReportBlocks } from './resolve-report.ts';
import { foundWords } from './resolve-words.ts';
import { troubleBlocks, troubleText } from './trouble.ts';
import { date, endWords, mention } from './words.ts';

export interface ResolveView {
  readonly environment: Environment;
  readonly inquiry: InquiryId;
  readonly finding: Extract<Finding, { kind: 'resolve' }>;
  /** What was asked for. */
  readonly as: Resolution;
  /** Null where only the asker sees the answer. */
  readonly askedBy: UserId | null;
}

/** What of a migration is in the database, which end is true, and both ends to ask for. */
export function resolve(view: ResolveView): Rendered {
  const { environment, finding, inquiry, as, askedBy } = view;
  const { report } = finding;
  const asked = askedBy === null ? null : md`Asked by ${mention(askedBy)}`;
  // what only its asker sees cannot be drawn again in its place
  const again = askedBy === null ? null : lookAnewButton(inquiry);
  if ('code' in report) {
    const title = `Resolve a migration on ${environment.name}`;
    return message(md`${title}: ${troubleText(report)}`, [
      header(title),
      ...troubleBlocks(report),
      context(asked),
      actions(again),
    ]);
  }
  const title = `Resolve ${report.migration} on ${environment.name}`;
  return message(md`${title}: ${resolveText(report, as)}`, [
    header(title),
    ...resolveReportBlocks(report, as, inquiry),
    context(asked, md`${code(environment.id)} · looked at ${date(report.lookedAt)}`),
    actions(...endButtons(environment, report), waysBack(environment, report, as), again),
  ]);
}

/** Read aloud. */
function resolveText(report: ResolveReport, as: Resolution): Mrkdwn {
  const refused = refusalOf(report, as);
  if (refused !== null) return troubleText(refused);
  const truth = truthOf(report);
  return truth === null
    ? md`${foundWords(report.found)}.`
    : md`${foundWords(report.found)}, so ${endWords[truth]} is true.`;
}

const lookAnewButton = (inquiry: InquiryId): Button =>
  button({ action: inquiryActions.lookAnew, value: inquiry, text: 'Look again' });

/** What is applied is not marked: the ways to take it back, of which the refusal speaks. */
function waysBack(environment: Environment, report: ResolveReport, as: Resolution): Button | null {
  const code = refusalOf(report, as)?.code;
  return code === 'not-failed' || code === 'already-applied' ? restoreButton(environment) : null;
}

/** Each end that Prisma would record; the true one stands out. */
function endButtons({ id }: Environment, report: ResolveReport): readonly (Button | null)[] {
  const value = migrationValue(id, report.migration);
  const truth = truthOf(report);
  const end = (as: Resolution, action: (typeof migrationActions)[keyof typeof migrationActions]) =>
    refusalOf(report, as) === null
      ? button({ action, value, text: `Mark as ${endWords[as]}…`, ...(truth === as ? { style: 'primary' } : {}) })
      : null;
  return [end('rolled-back', migrationActions.markRolledBack), end('applied', migrationActions.markApplied)];
}
