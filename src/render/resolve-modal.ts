import type { ModalView } from '@slack/types';
import type { Environment } from '../domain/environment.ts';
import type { InquiryId } from '../domain/ids.ts';
import { type Resolution, type ResolveReport, refusalOf, truthOf } from '../domain/resolve.ts';
import { inputIds, viewIds } from './action-ids.ts';
import { bold, code, lines, md } from './escape.ts';
import { modal, section, textInput } from './limits.ts';
import { resolveReportBlocks } from './resolve-report.ts';
import { thenWords } from './resolve-words.ts';
import { endWords } from './words.ts';

export interface ResolveModalView {
  readonly environment: Environment;
  /** What was asked for the look: what is submitted is read from its answer. */
  readonly inquiry: InquiryId;
  readonly report: ResolveReport;
  readonly as: Resolution;
}

export const resolveTitle: Readonly<Record<Resolution, string>> = {
  applied: 'Mark as applied',
  'rolled-back': 'Mark as rolled back',
};

/** Whether recording this end takes a reason: it is not what the database shows. */
export const needsReason = (report: ResolveReport, as: Resolution): boolean => truthOf(report) !== as;

/** What was found, and the request to record one end, with a reason where it is not the true one. */
export function resolveModal({ environment, inquiry, report, as }: ResolveModalView): ModalView {
  const possible = refusalOf(report, as) === null;
  const reason = textInput({
    id: inputIds.why,
    label: `Why it counts as ${endWords[as]} all the same`,
    hint: 'It stands on the card and in the record.',
    optional: false,
  });
  return modal({
    title: resolveTitle[as],
    ...(possible ? { callback: viewIds.resolve, submit: 'Ask for it' } : {}),
    metadata: { environment: environment.id, inquiry, as },
    blocks: [
      section(
        lines(
          md`${code(report.migration)} on ${bold(environment.name)}`,
          possible ? md`${thenWords[as]} No SQL is run. ${approvals(environment)}` : null,
          possible && as === 'rolled-back' ? restoreHint : null,
        ),
      ),
      ...resolveReportBlocks(report, as, inquiry),
      possible && needsReason(report, as) ? reason : null,
    ],
  });
}

const approvals = ({ policy }: Environment): string =>
  policy.approvals === null ? '' : 'The request needs its approvals, like a deploy.';

const restoreHint = md`Afterwards its card offers *Deploy again* and *Restore a backup*. A backup from before it was begun knows nothing of it: such a restore is enough by itself.`;
